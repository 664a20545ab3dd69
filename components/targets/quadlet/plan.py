"""What units of a user's systemd can do."""

from __future__ import annotations

from components.core.traits import Traits
from components.shared.delivery import settings as delivery
from components.targets.quadlet.settings import QuadletSettings


def traits(settings: QuadletSettings) -> Traits:
    """Return the target's traits."""
    return Traits(
        platform=settings.platform,
        registry=delivery.registry(settings),
        image_store=False,
        builder=delivery.builder(settings),
    )

"""What Docker on this machine can do."""

from __future__ import annotations

from typing import Final

from components.core.traits import Traits
from components.shared.containers import ways
from components.shared.delivery import settings as delivery
from components.targets.docker.settings import DockerSettings

WAYS: Final = ways.DOCKER


def traits(settings: DockerSettings) -> Traits:
    """Return the target's traits."""
    return Traits(
        platform=settings.platform,
        registry=delivery.registry(settings),
        builder=delivery.builder(settings),
        replicas=True,
        subnets=settings.subnets,
    )

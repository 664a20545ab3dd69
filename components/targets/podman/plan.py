"""What Podman on this machine can do."""

from __future__ import annotations

from components.core.delivery import Buildah, Builder, Store
from components.core.traits import Traits
from components.shared.delivery import settings as delivery
from components.targets.podman.settings import PodmanSettings


def builder(settings: PodmanSettings) -> Builder:
    """Return what builds images: Buildah where nothing is said."""
    return Buildah() if settings.builder is None else delivery.builder(settings)


def traits(settings: PodmanSettings) -> Traits:
    """Return the target's traits."""
    return Traits(
        platform=settings.platform,
        registry=delivery.registry(settings),
        # Where a name has no host, Podman puts this one (short names, containers-registries.conf(5)).
        store=Store("podman", settings.host, prefix="localhost/"),
        builder=builder(settings),
        replicas=True,
    )

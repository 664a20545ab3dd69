"""What Podman on this machine can do."""

from __future__ import annotations

import dataclasses
from typing import Final

from components.core.delivery import Buildah, Builder, Store
from components.core.traits import Traits
from components.shared.containers import ways
from components.shared.delivery import settings as delivery
from components.targets.podman.settings import PodmanSettings

WAYS: Final = dataclasses.replace(
    ways.DOCKER,
    checks=(
        "Podman's own go on after the start where systemd runs, whose timers it uses; before a version serves, its"
        " check is run twice a second on every machine."
    ),
    networks=(
        "A network for each declared pair, which leads nowhere else but to the machine: Podman's name server listens on"
        " its address there, and so does what listens on all of the machine's addresses, also with `egress: none`. The"
        " service's proxy joins that of a new caller, so that nothing of the service is replaced."
    ),
    limits=(
        "From the start, but for processes: Podman takes that limit for a container that runs. Podman's default of 2048"
        " holds until the release has set it, which is before the version serves, and again after a restart of the"
        " container."
    ),
    restarts=("Podman starts again what ends; after a restart of the machine its service `podman-restart` does."),
)


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
        subnets=settings.subnets,
        replicas=True,
    )

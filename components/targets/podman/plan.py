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
        "Before a version serves, its check is run twice a second on every machine; afterwards Podman runs it by timers"
        " of systemd's, and nobody does where there is none: then `moorage status` runs it when asked."
    ),
    networks=(
        "A network for each declared pair, which leads nowhere else but to the machine: Podman's name server listens on"
        " its address there, and so does what listens on all of the machine's addresses, also with `egress: none`. The"
        " service's proxy joins that of a new caller, so that nothing of the service is replaced. aardvark-dns 1.4"
        " answers a container that is in several for one of them alone: names are not reliably found with it."
    ),
    limits=(
        "From the start. That of processes is set before the start, and shows in the control group alone; when Podman"
        " starts a container again by itself, its own default of 2048 holds until the next version."
    ),
    restarts="Podman starts again what ends; after a restart of the machine its service `podman-restart` does.",
    logs="By conmon, in Docker's format: one file of the stated size, which begins anew when it is full.",
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
        replicas=True,
        proxied=True,
        subnets=settings.subnets,
    )

"""Settings of the target `podman`."""

from __future__ import annotations

from typing import Annotated, Final

import pydantic

from components.core.platforms import Platform
from components.core.traits import Traits
from components.shared.containers.pool import Pool
from components.shared.delivery.settings import DeliverySettings

SOCKET: Final = "unix:///run/podman/podman.sock"
"""Where root's Podman serves its API (podman-system-service(1))."""

Socket = Annotated[str, pydantic.StringConstraints(pattern=r"^unix:///[!-~]+$")]


class PodmanSettings(DeliverySettings):
    """Podman of this machine's root, by its API's socket."""

    host: Socket = SOCKET
    """Where its API is served, as `unix:///path`."""
    platform: Platform = "linux/amd64"
    """What the machine runs, and images are built for unless they say so themselves, as `os/architecture`."""
    subnets: Pool = Traits.subnets
    """Addresses that the networks of this stack are given; none of the machine's routes may lead into them."""

    @pydantic.model_validator(mode="after")
    def _a_way_into_the_store(self) -> PodmanSettings:
        if self.builder is not None and self.builder.buildkit is not None and self.registry is None:
            msg = "builder: BuildKit cannot load into Podman's store; let Buildah build, or state a registry"
            raise ValueError(msg)
        return self

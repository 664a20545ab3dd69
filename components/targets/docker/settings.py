"""Settings of the target `docker`."""

from __future__ import annotations

from components.core.hosts import Host
from components.core.platforms import Platform
from components.core.traits import Traits
from components.shared.containers.pool import Pool
from components.shared.delivery.settings import DeliverySettings


class DockerSettings(DeliverySettings):
    """Docker on one machine: this one as its own client finds it (DOCKER_HOST, or the default socket), or another."""

    host: Host | None = None
    """The engine's address, `ssh://user@machine` or `unix:///path`; absent: as the docker client finds it here."""
    platform: Platform = "linux/amd64"
    """What the engine runs, and images are built for unless they say so themselves, as `os/architecture`."""
    subnets: Pool = Traits.subnets
    """Addresses that the networks of this stack are given; none of the machine's routes may lead into them."""

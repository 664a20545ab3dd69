"""Settings of the target `docker`."""

from __future__ import annotations

from components.shared.delivery.settings import DeliverySettings


class DockerSettings(DeliverySettings):
    """Docker on this machine, as its own client finds it (DOCKER_HOST, or the default socket)."""

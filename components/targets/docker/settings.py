"""Settings of the target `docker`."""

from __future__ import annotations

from components.core.model import Model


class DockerSettings(Model):
    """Docker on this machine, as its own client finds it (DOCKER_HOST, or the default socket)."""

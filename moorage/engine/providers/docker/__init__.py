"""Containers, networks, volumes and images of a Docker engine: pulumi-docker's resources over Docker's own API."""

from __future__ import annotations

from moorage.engine.providers.protocol import Provider


def provider() -> Provider:
    """Make the provider; nothing is imported or connected before this call."""
    from moorage.engine.providers.docker import serve

    return serve.Docker()

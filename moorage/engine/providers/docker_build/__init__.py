"""Package `docker-build`: images, built by BuildKit."""

from __future__ import annotations

from moorage.engine.providers import protocol


def provider() -> protocol.Provider:
    """Return the provider; nothing is loaded before."""
    from moorage.engine.providers.docker_build import package

    return package.DockerBuild()

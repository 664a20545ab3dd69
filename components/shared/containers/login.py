"""How an engine logs in to the registry of a target's images."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_docker as docker

from components.core.delivery import Registry


def login(
    registry: Registry | None, secrets: Mapping[str, pulumi.Output[str]]
) -> list[docker.ProviderRegistryAuthArgs] | None:
    """Return how the engine logs in to the registry; None: as `docker login` stored it."""
    if registry is None or not registry.username:
        return None
    password = secrets[registry.password]
    return [docker.ProviderRegistryAuthArgs(address=registry.host, username=registry.username, password=password)]

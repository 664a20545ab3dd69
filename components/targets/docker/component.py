"""Docker on this machine: a provider, and what it can do."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.delivery import Registry
from components.core.reach import Containers
from components.targets.docker import plan
from components.targets.docker.settings import DockerSettings


class Docker(Component, token="targets:Docker"):
    """The Docker engine that this machine's client talks to."""

    def __init__(
        self,
        name: str,
        settings: DockerSettings,
        secrets: Mapping[str, pulumi.Output[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        self.traits = plan.traits(settings)
        provider = docker.Provider(name, registry_auth=_login(self.traits.registry, secrets), opts=self.inside())
        self.reach = Containers(provider, client="docker", host="", address="127.0.0.1")
        self.publish()


def _login(
    registry: Registry | None, secrets: Mapping[str, pulumi.Output[str]]
) -> list[docker.ProviderRegistryAuthArgs] | None:
    """Return how the engine logs in to the registry; None: as `docker login` stored it."""
    if registry is None or not registry.username:
        return None
    password = secrets[registry.password]
    return [docker.ProviderRegistryAuthArgs(address=registry.host, username=registry.username, password=password)]

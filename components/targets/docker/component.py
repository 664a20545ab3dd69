"""Docker on this machine: a provider, and what it can do."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.reach import Containers
from components.shared.containers import login
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
        provider = docker.Provider(name, registry_auth=login.login(self.traits.registry, secrets), opts=self.inside())
        self.reach = Containers(provider, client="docker", host="", address="127.0.0.1")
        self.publish()

"""Docker on this machine: a provider, and what it can do."""

from __future__ import annotations

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.reach import Containers
from components.targets.docker import plan
from components.targets.docker.settings import DockerSettings


class Docker(Component, token="targets:Docker"):
    """The Docker engine that this machine's client talks to."""

    def __init__(self, name: str, settings: DockerSettings, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        provider = docker.Provider(name, opts=self.inside())
        self.traits = plan.traits(settings)
        self.reach = Containers(provider, client="docker", host="", address="127.0.0.1")
        self.publish()

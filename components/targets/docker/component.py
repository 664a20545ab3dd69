"""Docker on this machine: a provider, and what it can do."""

from __future__ import annotations

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.reach import Containers
from components.core.traits import Traits
from components.targets.docker.settings import DockerSettings


class Docker(Component, token="targets:Docker"):
    """The Docker engine that this machine's client talks to."""

    def __init__(self, name: str, settings: DockerSettings, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        del settings  # the engine is the one that the client finds; there is nothing to choose yet
        provider = docker.Provider(name, opts=self.inside())
        self.traits = Traits()
        self.reach = Containers(provider, client="docker", host="", address="127.0.0.1")
        self.publish()

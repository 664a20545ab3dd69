"""Docker on one machine: a provider, and what it can do."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_docker as docker
import pulumi_docker_build as docker_build

from components.core.component import Component
from components.core.reach import Containers
from components.shared.containers import login, moving
from components.targets.docker import plan
from components.targets.docker.settings import DockerSettings


class Docker(Component, token="targets:Docker"):
    """The Docker engine that this machine's client talks to, or the one at `host`."""

    def __init__(
        self,
        name: str,
        settings: DockerSettings,
        secrets: Mapping[str, pulumi.Output[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        self.traits = plan.traits(settings)
        host, called = settings.host, plan.provider(name, settings.host)
        logins = login.login(self.traits.registry, secrets)
        provider = docker.Provider(called, host=host, registry_auth=logins, opts=self.inside())
        builds = docker_build.Provider(called, host=host, opts=self.inside()) if host else None
        moving.bind(host)
        self.reach = Containers(provider, client="docker", host=host or "", address="127.0.0.1", builds=builds)
        self.publish()

"""Podman on this machine: a provider, and what it can do."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.reach import Containers
from components.shared.containers import login
from components.targets.podman import plan
from components.targets.podman.settings import PodmanSettings


class Podman(Component, token="targets:Podman"):
    """Podman of this machine's root, which serves Docker's API."""

    def __init__(
        self,
        name: str,
        settings: PodmanSettings,
        secrets: Mapping[str, pulumi.Output[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        self.traits = plan.traits(settings)
        registries = login.login(self.traits.registry, secrets)
        provider = docker.Provider(name, host=settings.host, registry_auth=registries, opts=self.inside())
        self.reach = Containers(provider, client="podman", host=settings.host, address="127.0.0.1")
        self.publish()

"""Proxy: what callers of a service reach by its name, whichever version runs."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads.proxy import container


class Proxy(Component, token="workloads:Proxy"):
    """The proxy of one service. `id` is its container's.

    It runs once what is in `ready` exists, and serves nothing yet.
    `networks` are those it shares with the versions; callers' networks are joined later.
    """

    id: pulumi.Output[str]
    ready: list[pulumi.Resource]

    def __init__(
        self,
        name: str,
        image: Image,
        networks: Sequence[docker.Network],
        reach: Containers,
        scope: Scope,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        made, self.ready = container.make(self, image, networks, reach, scope)
        self.id = made.id
        self.publish(id=self.id)

"""A link: the network in which one caller meets one callee, and nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.reach import Containers
from components.workloads.containers import networks, script
from components.workloads.subnets import Network


class Link(Component, token="workloads:Link"):
    """A network between a caller and the proxy of a callee, which it finds there by the callee's name.

    The caller's containers are made in the `network`. The proxy joins it by a command, so that a caller that comes or
    goes replaces nothing of the callee. `ready` exists once the proxy is there, at its `address` in this network.
    """

    callee: str
    address: str
    network: docker.Network
    ready: Sequence[pulumi.Resource]

    def __init__(
        self,
        caller: str,
        callee: str,
        given: Network,
        proxy: pulumi.Output[str],
        labels: Mapping[str, str],
        reach: Containers,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`proxy` is the id of the callee's proxy, `labels` are those of the stack."""
        super().__init__(f"{caller}.{callee}", opts)
        self.callee, self.address = callee, given.proxy
        self.network = networks.make(self.name, given, "meeting", labels, reach, self.inside())
        mac = given.proxy_mac if networks.STATES_MAC[reach.client] else ""
        words = f"join {self.name}"
        joined = script.command(
            self.named("join"),
            "link.sh",
            words,
            {"NETWORK": self.network.name, "PROXY": proxy, "ALIAS": callee, "ADDRESS": self.address, "MAC": mac},
            [self.network.id, proxy],
            reach,
            self.inside(),
            update=words,
            delete=f"leave {self.name}",
        )
        self.ready = [joined]
        self.publish()

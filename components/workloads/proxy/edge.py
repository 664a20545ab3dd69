"""Edge: a port of the host, which outlives every version of what is behind it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads import plan as workload_plan
from components.workloads.containers import networks, script
from components.workloads.containers.link import Link
from components.workloads.proxy import builtin, container, edges
from components.workloads.topology import Topology


@dataclass(frozen=True)
class Behind:
    """A service as an edge sees it."""

    proxy: pulumi.Output[str]
    """Container ID of its proxy."""
    ready: Sequence[pulumi.Resource]
    """What exists once it serves."""


class Edge(Component, token="workloads:Edge"):
    """What alone publishes a port. It calls services as any caller does; a new one, or a certificate, replaces nothing.

    `ready` exists once the port leads to all of them.
    """

    ready: Sequence[pulumi.Resource]

    def __init__(
        self,
        port: edges.Port,
        images: Mapping[str, Image],
        behind: Mapping[str, Behind],
        secrets: Mapping[str, pulumi.Output[str]],
        topology: Topology,
        reach: Containers,
        scope: Scope,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(port.name, opts)
        self._reach = reach
        published = networks.make(
            self.named("network"), topology.edges[self.name], "publishing", scope.labels(), reach, self.inside()
        )
        open_to = workload_plan.address(next(iter(port.exposes.values())))
        ports = [docker.ContainerPortArgs(internal=edges.INSIDE, external=port.number, ip=open_to)]
        made, limited = container.make(self, images[builtin.NAME], [], reach, scope, published, ports)
        joined: list[pulumi.Resource] = []
        addresses: dict[str, str] = {}
        for name in port.services:
            link = Link(
                self.name,
                name,
                topology.pairs[self.name, name],
                behind[name].proxy,
                scope.labels(),
                reach,
                self.inside(),
            )
            addresses[name] = link.address
            joined += [*link.ready, self._join(link, made.id), *behind[name].ready]
        words = f"serve {self.name}"
        served = script.command(
            self.named("serve"),
            "serve.sh",
            words,
            {"PROXY": made.id},
            [],
            reach,
            self.inside(depends_on=[*limited, *joined]),
            update=words,
            stdin=_document(port, images, addresses, secrets),
        )
        self.ready = [served]
        self.publish()

    def _join(self, link: Link, edge: pulumi.Output[str]) -> pulumi.Resource:
        """Put the edge into a link by a command: a list of networks that changes would replace it."""
        return script.command(
            f"{link.name}-enter",
            "link.sh",
            f"enter {link.name}",
            {"NETWORK": link.network.name, "PROXY": edge, "ALIAS": self.name, "ADDRESS": "", "MAC": ""},
            [link.network.id, edge],
            self._reach,
            self.inside(depends_on=[*link.ready]),
            delete=f"leave {link.name}",
        )


def _document(
    port: edges.Port,
    images: Mapping[str, Image],
    addresses: Mapping[str, str],
    secrets: Mapping[str, pulumi.Output[str]],
) -> pulumi.Output[str]:
    pems = {
        name: pulumi.Output.concat(secrets[expose.tls.certificate], "\n", secrets[expose.tls.key], "\n")
        for name, expose in port.exposes.items()
        if expose.tls is not None
    }

    def text(found: Mapping[str, str]) -> str:
        return json.dumps(edges.document(port, images, addresses, found))

    return pulumi.Output.all(**pems).apply(text)

"""The workloads of a stack on a Docker API, each after what it uses or follows; then the ports of the host."""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping

import pulumi

from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads import coherence, topology
from components.workloads.containers.link import Link
from components.workloads.containers.workload import Container
from components.workloads.cron import builtin as clock
from components.workloads.proxy import builtin, edges
from components.workloads.proxy.edge import Behind, Edge
from components.workloads.settings import Expose, Workload


def run(
    workloads: Mapping[str, Workload],
    images: Mapping[str, Image],
    secrets: Mapping[str, pulumi.Output[str]],
    subnets: str,
    reach: Containers,
    scope: Scope,
) -> dict[str, str]:
    """Register every workload, and return the URLs of the exposed ones by name. `subnets` is the pool of addresses."""
    found = topology.of(workloads, scope, subnets)
    made: dict[str, Container] = {}
    for name in coherence.order(workloads):
        spec = workloads[name]
        before = [thing for other in dict.fromkeys([*spec.uses, *spec.after]) for thing in made[other].ready]
        opts = pulumi.ResourceOptions(provider=reach.provider, depends_on=before)
        links = [
            Link(name, other, found.pairs[name, other], proxy.id, scope.labels(), reach, opts)
            for other in sorted(spec.uses)
            if (proxy := made[other].proxy) is not None
        ]
        made[name] = Container(
            name,
            spec,
            images[spec.image],
            secrets,
            links,
            found,
            images.get(builtin.NAME),
            images[clock.NAME] if spec.kind == "cron" else None,
            reach,
            scope,
            opts,
        )
    for port in edges.ports(workloads):
        behind = {name: Behind(proxy.id, made[name].ready) for name in port.services if (proxy := made[name].proxy)}
        Edge(port, images, behind, secrets, found, reach, scope, pulumi.ResourceOptions(provider=reach.provider))
    exposed = {name: spec.expose for name, spec in workloads.items() if spec.expose is not None}
    return {name: edges.url(expose, _address(expose, reach)) for name, expose in exposed.items()}


def _address(expose: Expose, reach: Containers) -> str:
    return urllib.parse.urlsplit(reach.url(expose.host_port, public=expose.public is not None)).hostname or ""

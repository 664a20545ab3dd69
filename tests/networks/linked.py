"""A callee's proxy and its callers, each a container that idles, linked as the program says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pulumi
import pulumi_docker as docker

from components import targets
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads import topology
from components.workloads.containers import networks
from components.workloads.containers.link import Link
from components.workloads.settings import Workload
from tests import hosts

SCOPE: Final = Scope("networks-link", "test")
LISTENS: Final = ["/bin/busybox", "nc", "-ll", "-p", "8080", "-e", "/bin/busybox", "cat"]
IDLES: Final = ["/bin/busybox", "sleep", "600"]


def program(host: hosts.Host, image: str, callers: Sequence[str], version: str = "1", way_out: str = "none") -> None:
    """Register the proxy `api`, which answers with what it is told, and its callers."""
    reach = targets.make(*targets.settings(dict(host.target)), {}).reach
    assert isinstance(reach, Containers)
    specs = {"api": Workload(kind="service", image="tiny", egress="none")}
    for caller in callers:
        given = {"kind": "worker", "image": "tiny", "uses": ["api"], "egress": way_out}
        specs[caller] = Workload.model_validate(given)
    there = topology.of(specs, SCOPE, targets.traits(*targets.settings(dict(host.target))).subnets)
    shared = networks.make("api-network", there.services["api"], "meeting", SCOPE.labels(), reach, _with(reach))
    proxy = _container("api", image, [shared], reach, LISTENS, version, None)
    for caller in callers:
        link = Link(caller, "api", there.pairs[caller, "api"], proxy.id, SCOPE.labels(), reach, _with(reach))
        outside = there.outside.get(caller)
        out = networks.make(f"{caller}-outside", outside, "outside", {}, reach, _with(reach)) if outside else None
        _container(caller, image, [link.network], reach, IDLES, version, out, {"api": link.address})


def _with(reach: Containers) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(provider=reach.provider)


def _container(
    name: str,
    image: str,
    meeting: Sequence[docker.Network],
    reach: Containers,
    command: list[str],
    version: str,
    outside: docker.Network | None,
    callees: Mapping[str, str] | None = None,
) -> docker.Container:
    labels = [docker.ContainerLabelArgs(label=key, value=value) for key, value in SCOPE.labels(name).items()]
    args = docker.ContainerArgs(image=image, command=command, envs=[f"VERSION={version}"], labels=labels, init=True)
    networks.attach(args, meeting, reach, outside, callees)
    return docker.Container(
        name, args, opts=pulumi.ResourceOptions(provider=reach.provider, delete_before_replace=False)
    )

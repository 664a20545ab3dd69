"""The workloads of a stack on a Docker API, each after what it uses or follows."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi

from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads import coherence
from components.workloads.containers.workload import Container
from components.workloads.settings import Workload


def run(
    workloads: Mapping[str, Workload],
    images: Mapping[str, Image],
    secrets: Mapping[str, pulumi.Output[str]],
    reach: Containers,
    scope: Scope,
) -> dict[str, str]:
    """Register every workload, and return the URLs of the exposed ones by name."""
    used = {other for spec in workloads.values() for other in spec.uses}
    made: dict[str, Container] = {}
    for name in coherence.order(workloads):
        spec = workloads[name]
        called = {other: made[other].network for other in spec.uses}
        before = [thing for other in dict.fromkeys([*spec.uses, *spec.after]) for thing in made[other].ready]
        made[name] = Container(
            name,
            spec,
            images[spec.image],
            secrets,
            {other: network for other, network in called.items() if network is not None},
            reach,
            scope,
            used=name in used,
            opts=pulumi.ResourceOptions(provider=reach.provider, depends_on=before),
        )
    return {name: url for name in workloads if (url := made[name].url)}

"""Run the workloads of a stack on whatever reach its target has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

import pulumi

from components.core.contract import Image
from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.reach import Cluster, Compose, Containers, Reach, Target, Units
from components.workloads import coherence
from components.workloads.settings import Workload


@dataclass(frozen=True)
class Endpoint:
    """Where a person reaches an exposed workload."""

    url: str


def run(
    workloads: Mapping[str, Workload],
    images: Mapping[str, Image],
    secrets: Mapping[str, pulumi.Output[str]],
    target: Target,
    scope: Scope,
) -> dict[str, Endpoint]:
    """Register every workload, each after what it uses or follows, and return the exposed ones by name.

    Raises:
        SettingsError: the target's reach has no renderer.
    """
    reach = _rendered(target.reach)
    from components.workloads import containers  # its SDK is loaded for the reach that needs it

    used = {other for spec in workloads.values() for other in spec.uses}
    made: dict[str, containers.Container] = {}
    for name in coherence.order(workloads):
        spec = workloads[name]
        called = {other: made[other].network for other in spec.uses}
        before = [thing for other in dict.fromkeys([*spec.uses, *spec.after]) for thing in made[other].ready]
        made[name] = containers.Container(
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
    return {name: Endpoint(made[name].url or "") for name in workloads if made[name].url}


def _rendered(reach: Reach) -> Containers:
    """Return the reach if there is a renderer for it."""
    match reach:
        case Containers():
            return reach
        case Cluster() | Compose() | Units():
            raise SettingsError("target", f"workloads cannot be run on {type(reach).__name__.lower()} targets")
        case _ as other:
            assert_never(other)

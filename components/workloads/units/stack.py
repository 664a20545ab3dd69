"""The workloads of a stack as units, each after what it uses or follows."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi

from components.core.component import Component
from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Units
from components.workloads import coherence
from components.workloads.settings import Workload
from components.workloads.units import ini, install, plan
from components.workloads.units.workload import Unit


class Networks(Component, token="workloads:UnitNetworks"):
    """The networks of a stack: their files are there before the first unit names one."""

    def __init__(
        self,
        name: str,
        workloads: Mapping[str, Workload],
        scope: Scope,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        self.written: list[pulumi.Resource] = [
            install.made(f"{key}-network", scope.fixed(key), "network", ini.dump(file), self.inside(), keep=False)
            for key, file in plan.networks(workloads, scope).items()
        ]
        self.publish()


def run(
    workloads: Mapping[str, Workload],
    images: Mapping[str, Image],
    secrets: Mapping[str, pulumi.Output[str]],
    reach: Units,
    scope: Scope,
) -> dict[str, str]:
    """Register every workload, and return the URLs of the exposed ones by name."""
    networks = Networks("networks", workloads, scope)
    made: dict[str, Unit] = {}
    for name in coherence.order(workloads):
        spec = workloads[name]
        before = [thing for other in dict.fromkeys([*spec.uses, *spec.after]) for thing in made[other].ready]
        options = pulumi.ResourceOptions(depends_on=[*networks.written, *before])
        made[name] = Unit(name, workloads, images[spec.image], secrets, reach, scope, opts=options)
    return {name: url for name in workloads if (url := made[name].url)}

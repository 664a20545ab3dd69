"""The workloads of a stack as units, each after what it uses or follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pulumi

from components.core.component import Component
from components.core.contract import Image
from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.reach import Units
from components.workloads import coherence, files
from components.workloads.settings import Workload
from components.workloads.units import container, ini, install, plan
from components.workloads.units.workload import Unit

MOST: Final = 511999
"""Bytes of one of Podman's secrets, by which files reach a container (maxSecretSize, containers/common pkg/secrets)."""


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


def _check(name: str, workloads: Mapping[str, Workload], image: Image, scope: Scope) -> None:
    """Check that a workload can be written down as a unit, before anything of the stack is registered.

    Raises:
        SettingsError: a word or a path of it cannot stand there, or a file is empty or too large.
    """
    spec = workloads[name]
    for key, file in spec.files.items():
        if not 0 < (size := len(files.data(file))) <= MOST:
            problem = f"has {size} bytes; Podman's store of secrets, from which it is mounted, takes 1 to {MOST}"
            raise SettingsError(f"workloads.{name}.files.{key}", problem)
    around = plan.around(name, workloads, dict.fromkeys(spec.secrets, "secret"), scope)
    try:
        container.file(name, spec, image, "reference", around, scope)
    except ValueError as error:
        raise SettingsError(f"workloads.{name}", str(error)) from None


def run(
    workloads: Mapping[str, Workload],
    images: Mapping[str, Image],
    secrets: Mapping[str, pulumi.Output[str]],
    reach: Units,
    scope: Scope,
) -> dict[str, str]:
    """Register every workload, and return the URLs of the exposed ones by name.

    Raises:
        SettingsError: a workload that cannot be written down as a unit.
    """
    for name, spec in workloads.items():
        _check(name, workloads, images[spec.image], scope)
    networks = Networks("networks", workloads, scope)
    made: dict[str, Unit] = {}
    for name in coherence.order(workloads):
        spec = workloads[name]
        before = [thing for other in dict.fromkeys([*spec.uses, *spec.after]) for thing in made[other].ready]
        options = pulumi.ResourceOptions(depends_on=[*networks.written, *before])
        made[name] = Unit(name, workloads, images[spec.image], secrets, reach, scope, opts=options)
    return {name: url for name in workloads if (url := made[name].url)}

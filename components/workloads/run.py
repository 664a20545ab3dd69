"""Run the workloads of a stack on whatever reach its target has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

import pulumi

from components.core.contract import Image
from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.reach import Cluster, Compose, Containers, Target, Units
from components.workloads.settings import Workload


@dataclass(frozen=True)
class Endpoint:
    """Where a person reaches an exposed workload."""

    url: str
    tunnel: str = ""
    """The command that has to run while it is reached there; empty: none."""

    def exported(self) -> dict[str, str]:
        """Return what the stack exports of it."""
        return {"url": self.url} | ({"tunnel": self.tunnel} if self.tunnel else {})


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
    match target.reach:
        case Containers() as reach:
            from components.workloads.containers import stack  # its SDK is loaded for the reach that needs it

            urls = stack.run(workloads, images, secrets, target.traits.subnets, reach, scope)
            return {name: Endpoint(url, _tunnel(workloads[name], reach)) for name, url in urls.items()}
        case Units() as reach:
            from components.workloads.units import stack

            return {name: Endpoint(url) for name, url in stack.run(workloads, images, secrets, reach, scope).items()}
        case Cluster() | Compose() as other:
            raise SettingsError("target", f"workloads cannot be run on {type(other).__name__.lower()} targets")
        case _ as other:
            assert_never(other)


def _tunnel(spec: Workload, reach: Containers) -> str:
    return reach.tunnel(spec.expose.host_port, public=bool(spec.expose.public)) if spec.expose else ""

"""The release of a version: its containers take over from those of the version before, or the old ones go on serving.

Pulumi only makes containers; which of them serve is decided here, after they were seen to work. A release that failed
is not recorded, so the next `up` tries again; and only a run in which all went well deletes replaced containers.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_command import local

from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads import plan
from components.workloads.containers import script
from components.workloads.settings import Workload

SETTLED_SECONDS: Final = 2
"""How long a workload without a check has to run before it counts as up."""

Words = Mapping[str, pulumi.Input[str]]


@dataclass(frozen=True)
class Served:
    """What the proxy of a service is told once its version works."""

    proxy: pulumi.Output[str]
    """Container ID; another proxy is told again."""
    document: pulumi.Output[str]
    """JSON, as `proxyctl serve` reads it."""


def release(
    name: str,
    workload: str,
    spec: Workload,
    image: Image,
    containers: Sequence[pulumi.Output[str]],
    served: Served | None,
    reach: Containers,
    scope: Scope,
    opts: pulumi.ResourceOptions,
) -> local.Command:
    """Let the containers of a version take over. Any change of what it is told runs it again, which is harmless."""
    environment = {
        **script.whose(workload, scope),
        **_check(spec, image),
        "NEW": pulumi.Output.all(*containers).apply(" ".join),
        "ALONE": "yes" if spec.volumes else "",
        "RESTART": spec.restart,
        "LOG_LINES": str(script.LOG_LINES),
        "PROXY": served.proxy if served else "",
    }
    words = f"release {workload}"
    stdin = served.document if served else None
    return script.command(name, "release.sh", words, environment, [], reach, opts, stdin=stdin)


def _check(spec: Workload, image: Image) -> Words:
    probe = plan.probe(image, spec)
    return {
        "CHECK": shlex.join(probe.command) if probe else "",
        "CHECK_SECONDS": str(probe.timeout if probe else 0),
        "SECONDS_ALLOWED": str(plan.healthy_seconds(probe) if probe else 2 * SETTLED_SECONDS),
        "SETTLED_SECONDS": str(0 if probe else SETTLED_SECONDS),
    }

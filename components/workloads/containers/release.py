"""The release of a version: its containers take over from those of the version before, or the old ones go on serving.

Pulumi only makes containers; which of them serve is decided here, after they were seen to work. A release that failed
is not recorded, so the next `up` tries again; and only a run in which all went well deletes replaced containers.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Final

import pulumi
import pulumi_docker as docker
from pulumi_command import local

from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads import plan
from components.workloads.containers import hardening, script
from components.workloads.proxy import plan as documents
from components.workloads.settings import Workload

SETTLED_SECONDS: Final = 2
"""How long a workload without a check has to run before it counts as up."""

Words = Mapping[str, pulumi.Input[str]]


def release(
    name: str,
    workload: str,
    spec: Workload,
    image: Image,
    containers: Sequence[docker.Container],
    proxy: pulumi.Output[str] | None,
    reach: Containers,
    scope: Scope,
    opts: pulumi.ResourceOptions,
) -> local.Command:
    """Let the containers of a version take over. Any change of what it is told runs it again, which is harmless.

    `proxy` is the ID of the container that stands before a service; another one is told again.
    """
    environment = {
        **script.whose(workload, scope),
        **_check(spec, image),
        "NEW": pulumi.Output.all(*(one.id for one in containers)).apply(" ".join),
        "ALONE": "yes" if spec.volumes or spec.kind == "cron" else "",
        "RESTART": spec.restart,
        "POLICY": hardening.RESTART[spec.restart],
        "LOG_LINES": str(script.LOG_LINES),
        "PROXY": proxy or "",
        "WAIT": json.dumps(documents.document(image, spec, [], 0)) if proxy else "",
    }
    words = f"release {workload}"
    names = pulumi.Output.all(*(one.name for one in containers))
    stdin = names.apply(lambda found: json.dumps(documents.document(image, spec, found, spec.drain_seconds)))
    return script.command(
        name, "version.sh release.sh", words, environment, [], reach, opts, stdin=stdin if proxy else None
    )


def _check(spec: Workload, image: Image) -> Words:
    probe = plan.probe(image, spec)
    return {
        "CHECK": shlex.join(probe.command) if probe else "",
        "CHECK_SECONDS": str(probe.timeout if probe else 0),
        "SECONDS_ALLOWED": str(plan.healthy_seconds(probe) if probe else 2 * SETTLED_SECONDS),
        "SETTLED_SECONDS": str(0 if probe else SETTLED_SECONDS),
    }

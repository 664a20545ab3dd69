"""A job: a container run to its end, again only when what it does may differ."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
from pulumi_command import local

from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads import plan
from components.workloads.containers import script
from components.workloads.settings import Workload


def run(
    name: str,
    workload: str,
    spec: Workload,
    image: Image,
    files: Sequence[pulumi.Input[str | None]],
    container: pulumi.Output[str],
    reach: Containers,
    scope: Scope,
    opts: pulumi.ResourceOptions,
) -> local.Command:
    """Run a container to its end. A failure is an error with its last log lines, and is not recorded as done.

    `files` name the volumes that it reads, each of them for its content. Another container alone, as other limits or
    networks ask for, is no reason to run again.
    """
    does = [image.reference, spec.command or list(image.command), plan.environment(spec), *files]
    environment = {
        **script.whose(workload, scope),
        "CONTAINER": container,
        "DOES": pulumi.Output.json_dumps(does),
        "SECONDS_ALLOWED": str(spec.timeout_seconds),
        "LOG_LINES": str(script.LOG_LINES),
    }
    return script.command(name, "job.sh", f"job {workload}", environment, [], reach, opts)

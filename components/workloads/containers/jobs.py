"""A job: a container run to its end."""

from __future__ import annotations

from typing import Final

import pulumi
from pulumi_command import local

from components.core.reach import Containers
from components.workloads.containers import script

LOG_LINES: Final = 20
"""Last lines of a failed job's log that its error shows."""


def run(
    name: str,
    workload: str,
    container: pulumi.Output[str],
    seconds: int,
    reach: Containers,
    opts: pulumi.ResourceOptions,
) -> local.Command:
    """Run a container to its end. A failure is an error with its last log lines, and is not recorded as done."""
    environment = {"CONTAINER": container, "SECONDS_ALLOWED": str(seconds), "LOG_LINES": str(LOG_LINES)}
    return script.command(name, "job.sh", f"job {workload}", environment, [container], reach, opts)

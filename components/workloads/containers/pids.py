"""The limit on a container's processes, for which pulumi-docker's Container has no property."""

from __future__ import annotations

import pulumi
from pulumi_command import local

from components.core.reach import Containers
from components.workloads.containers import script


def limit(
    name: str, container: pulumi.Output[str], pids: int, reach: Containers, opts: pulumi.ResourceOptions
) -> local.Command:
    """Limit the processes of a container; again whenever it is another one or the number changes."""
    environment = {"CONTAINER": container, "PIDS": str(pids)}
    program = script.program("pids_podman.py") if reach.client == "podman" else None
    return script.command(name, "pids.sh", "limit processes", environment, [], reach, opts, stdin=program)

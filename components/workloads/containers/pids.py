"""The limit on a container's processes, for which pulumi-docker's Container has no property."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pulumi
from pulumi_command import local

from components.core.client import Client
from components.core.reach import Containers
from components.workloads.containers import script

PROGRAMS: Final[Mapping[Client, str]] = {"docker": "", "podman": "pids_podman.py"}
"""What a client has no word for, by a program of ours."""


def limit(
    name: str, container: pulumi.Output[str], pids: int, reach: Containers, opts: pulumi.ResourceOptions
) -> local.Command:
    """Limit the processes of a container; again whenever it is another one or the number changes."""
    environment = {"CONTAINER": container, "PIDS": str(pids)}
    file = PROGRAMS[reach.client]
    program = script.program(file) if file else None
    return script.command(name, "pids.sh", "limit processes", environment, [], reach, opts, stdin=program)

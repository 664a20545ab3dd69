"""What a Docker API can do and its provider has no resource for: a limit on processes, a job run to its end.

The scripts are fixed texts; what differs comes in through the environment. They stand in the interpreter's arguments,
so that `create`, which an error quotes, is the few words that say what was tried.
"""

from __future__ import annotations

from typing import Final

import pulumi
from pulumi_command import local

from components.core.reach import Containers

LOG_LINES: Final = 20
"""Last lines of a failed job's log that its error shows."""

NOTHING: Final = "nothing"
"""What an update is told: only another container is a reason to act again, and that is a replacement."""

UNLESS_UPDATE: Final = f'[ "$0" = "{NOTHING}" ] && exit 0\n'

LIMIT: Final = '"$CLIENT" update --pids-limit "$PIDS" "$CONTAINER" >/dev/null'

RUN: Final = """\
before=$("$CLIENT" inspect --format '{{.State.FinishedAt}}' "$CONTAINER") || exit 1
"$CLIENT" start "$CONTAINER" >/dev/null || exit 1
if code=$(timeout "$SECONDS_ALLOWED" "$CLIENT" wait "$CONTAINER"); then
  [ "$code" -eq 0 ] && exit 0
  reason="exited with code $code"
else
  "$CLIENT" kill "$CONTAINER" >/dev/null 2>&1
  reason="did not end within $SECONDS_ALLOWED s and was killed"
fi
"$CLIENT" logs --since "$before" --tail "$LOG_LINES" "$CONTAINER" >&2
echo "$0 $reason" >&2
exit 1
"""
"""A container that failed is run again by the next `up`: its log then begins where the run before ended."""


def limit_pids(
    name: str, container: pulumi.Output[str], pids: int, reach: Containers, opts: pulumi.ResourceOptions
) -> local.Command:
    """Limit the processes of a container; again whenever it is another one or the number changes."""
    environment = _environment(reach, container) | {"PIDS": str(pids)}
    return local.Command(
        name,
        create="limit processes",
        update=NOTHING,
        interpreter=["/bin/sh", "-c", UNLESS_UPDATE + LIMIT],
        environment=environment,
        triggers=[container, pids],
        opts=opts,
    )


def run_job(
    name: str,
    workload: str,
    container: pulumi.Output[str],
    seconds: int,
    reach: Containers,
    opts: pulumi.ResourceOptions,
) -> local.Command:
    """Run a container to its end. A failure is an error with its last log lines, and is not recorded as done."""
    environment = _environment(reach, container) | {
        "SECONDS_ALLOWED": str(seconds),
        "LOG_LINES": str(LOG_LINES),
    }
    return local.Command(
        name,
        create=f"job {workload}",
        update=NOTHING,
        interpreter=["/bin/sh", "-c", UNLESS_UPDATE + RUN],
        environment=environment,
        triggers=[container],
        opts=opts,
    )


def _environment(reach: Containers, container: pulumi.Output[str]) -> dict[str, pulumi.Input[str]]:
    environment: dict[str, pulumi.Input[str]] = {"CLIENT": reach.client, "CONTAINER": container}
    return environment | ({"DOCKER_HOST": reach.host} if reach.host else {})

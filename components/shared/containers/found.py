"""The containers of a stack, found by their labels, as the API lists them."""

from __future__ import annotations

import difflib
from typing import Any, TypeAlias

from components.core.naming import Scope
from components.core.operations import OperationError

Client: TypeAlias = Any
"""docker-py's `DockerClient`, which ships no types."""

Row: TypeAlias = dict[str, Any]
"""One entry of `GET /containers/json`."""

WORKLOAD = "moorage.workload"


def containers(client: Client, scope: Scope, workload: str = "") -> list[Row]:
    """Return the containers with these labels, running or not, the newest first."""
    labels = [f"{key}={value}" for key, value in scope.labels(workload).items()]
    rows: list[Row] = client.api.containers(all=True, filters={"label": labels})
    return sorted(rows, key=lambda row: row["Created"], reverse=True)


def by_workload(client: Client, scope: Scope) -> dict[str, Row]:
    """Return the current container of each workload: the one that runs, else the newest; sorted by name."""
    chosen: dict[str, Row] = {}
    for row in containers(client, scope):
        name = row["Labels"].get(WORKLOAD)
        if name and (name not in chosen or (row["State"] == "running" != chosen[name]["State"])):
            chosen[name] = row
    return dict(sorted(chosen.items()))


def one(client: Client, scope: Scope, workload: str) -> Row:
    """Return the current container of a workload.

    Raises:
        OperationError: it is not there; the line names what is.
    """
    rows = by_workload(client, scope)
    if workload in rows:
        return rows[workload]
    near = difflib.get_close_matches(workload, rows, 1)
    hint = f"did you mean {near[0]}" if near else f"there are {', '.join(rows)}" if rows else "none is"
    message = f"workload {workload!r} is not up in stack {scope.stack}; {hint}"
    raise OperationError(message)

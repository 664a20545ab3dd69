"""The containers of a stack, found by their labels, as the API lists them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from components.core.naming import Scope
from components.core.operations import OperationError

Client: TypeAlias = Any
"""docker-py's `DockerClient`, which ships no types."""

Row: TypeAlias = dict[str, Any]
"""One entry of `GET /containers/json`."""

WORKLOAD: Final = "moorage.workload"
REPLICA: Final = "moorage.replica"
PROXY: Final = "moorage.proxy"


def containers(client: Client, scope: Scope, workload: str = "") -> list[Row]:
    """Return the containers with these labels, running or not, the newest first."""
    labels = [f"{key}={value}" for key, value in scope.labels(workload).items()]
    rows: list[Row] = client.api.containers(all=True, filters={"label": labels})
    return sorted(rows, key=lambda row: row["Created"], reverse=True)


def replica(row: Row) -> int:
    """Return the number of a container among those of its workload: the first is 1."""
    text = str(row["Labels"].get(REPLICA, "1"))
    return int(text) if text.isdecimal() else 1


def by_workload(rows: Iterable[Row]) -> dict[str, dict[int, Row]]:
    """Return the current container of each replica of each workload, sorted; `rows` have the newest first.

    It is the one that runs, else the newest; what runs of a workload leaves no place for what does not.
    """
    chosen: dict[str, dict[int, Row]] = {}
    for row in rows:
        name, number = row["Labels"].get(WORKLOAD), replica(row)
        if name:
            known = chosen.setdefault(name, {})
            if number not in known or (row["State"] == "running" != known[number]["State"]):
                known[number] = row
    return {name: dict(sorted(found.items())) for name, found in sorted(chosen.items())}


def proxies(rows: Iterable[Row]) -> dict[str, Row]:
    """Return the current container of each proxy and edge by its name, sorted; `rows` have the newest first."""
    chosen: dict[str, Row] = {}
    for row in rows:
        name = row["Labels"].get(PROXY)
        if name and (name not in chosen or (row["State"] == "running" != chosen[name]["State"])):
            chosen[name] = row
    return dict(sorted(chosen.items()))


def one(client: Client, scope: Scope, workload: str, number: int = 0) -> Row:
    """Return the current container of a replica; of 0 the first that runs, else the first.

    Raises:
        OperationError: it is not there; the line names what is.
    """
    known = by_workload(containers(client, scope))
    check(known, scope, workload, number)
    rows = known[workload]
    return rows[number] if number else next((row for row in rows.values() if _runs(row)), next(iter(rows.values())))


def check(known: dict[str, dict[int, Row]], scope: Scope, workload: str, number: int = 0) -> None:
    """Check that a replica is there.

    Raises:
        OperationError: it is not; the line names what is.
    """
    if workload not in known:
        near = difflib.get_close_matches(workload, known, 1)
        hint = f"did you mean {near[0]}" if near else f"there are {', '.join(known)}" if known else "none is"
        message = f"workload {workload!r} is not up in stack {scope.stack}; {hint}"
        raise OperationError(message)
    if number and number not in known[workload]:
        there = ", ".join(f"{workload}/{each}" for each in known[workload])
        message = f"{workload}/{number} is not up in stack {scope.stack}; there are {there}"
        raise OperationError(message)


def _runs(row: Row) -> bool:
    return row["State"] == "running"

"""The order that steps must keep: those of a run are compared as a set, and each engine's own order is checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

_MAKES = ("create", "create-replacement", "update", "read", "import")


def violations(
    steps: Sequence[tuple[str, str]], before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]]
) -> list[str]:
    """Say which steps came too early: what a resource needs is there before it, and leaves after it."""
    places: dict[tuple[str, str], int] = {}
    for at, (op, urn) in enumerate(steps):
        places.setdefault((op, urn), at)
    found: list[str] = []
    for row, other in _needs(after):
        for op in _MAKES:
            mine = places.get((op, row))
            theirs = min((places[each, other] for each in _MAKES if (each, other) in places), default=None)
            if mine is not None and theirs is not None and mine < theirs:
                found.append(f"{op} {row} before what it needs, {other}")
    known = [*before]
    twice = {row["urn"].removeprefix("urn:") for row in known if row.get("delete")}  # one of them is deleted-replaced
    for row, other in _needs(known):
        if row in twice or other in twice:
            continue
        mine, theirs = places.get(("delete", row)), places.get(("delete", other))
        if mine is not None and theirs is not None and theirs < mine:
            found.append(f"delete {other} before {row}, which needs it")
    return found


def _needs(rows: Iterable[dict[str, Any]]) -> Iterable[tuple[str, str]]:
    for row in rows:
        wanted = [*row.get("dependencies", []), row.get("parent", "")]
        provider = row.get("provider", "").rpartition("::")[0]
        for each in (*wanted, provider):
            if each:
                yield row["urn"].removeprefix("urn:"), each.removeprefix("urn:")

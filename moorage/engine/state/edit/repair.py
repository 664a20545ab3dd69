"""Make a state whole whose rows do not hold together: put them in order, take out references that lead nowhere.

Source: `Repair`, `Toposort` and `Prune` in `pkg/resource/deploy/snapshot.go` of pulumi/pulumi.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moorage.engine import urn as urns
from moorage.engine.state import integrity, row
from moorage.engine.state.edit import rows as rows_
from moorage.engine.state.edit.rows import Row


@dataclass(frozen=True)
class Repair:
    """The rows after a repair, and what was done to them."""

    rows: list[Row]
    moved: list[str]
    """URNs of the rows that come earlier now, before what refers to them."""
    pruned: list[str]
    """One line for each row that lost a reference, and one, indented, for each that it lost."""
    left: str
    """What is wrong with them all the same; empty when they hold together now."""


def problem(rows: Sequence[Row]) -> str:
    """Return what is wrong with rows as they are, empty when they hold together."""
    try:
        integrity.check([row.read(each, _blind) for each in rows])
    except integrity.IntegrityError as error:
        return str(error)
    return ""


def repair(rows: Sequence[Row]) -> Repair:
    """Return the rows in order and without dangling references; rows that refer to each other have no order."""
    resources = [row.read(each, _blind) for each in rows]
    at = {id(resource): position for position, resource in enumerate(resources)}
    try:
        order = [at[id(resource)] for resource in integrity.ordered(resources)]
    except integrity.IntegrityError as error:
        return Repair(list(rows), [], [], str(error))
    pruned, said = _prune([rows[position] for position in order])
    return Repair(pruned, [rows[position]["urn"] for position in _moved(order)], said, problem(pruned))


def _moved(order: Sequence[int]) -> list[int]:
    """Return the former positions of the rows that come before one which used to come before them."""
    result: list[int] = []
    least = len(order)
    for was in reversed(order):
        if was > least:
            result.append(was)
        least = min(least, was)
    return result[::-1]


def _prune(rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    now: dict[str, str] = {}
    result: list[Row] = []
    said: list[str] = []
    for each in rows:
        lost = [f"    - {urn} [{words}]" for urn, words in rows_.named(each) if urn not in now]
        # a provider cannot be left out: what refers to one that is missing stays damaged
        kept = rows_.renamed(each, now.get)
        kept["urn"] = _urn(each, kept.get("parent") or "")
        if kept["urn"] != each["urn"]:
            lost.insert(0, f"    ~ {kept['urn']} [urn]")
        if lost:
            said += [f"  ~ {each['urn']}", *lost]
        now[each["urn"]] = kept["urn"]
        result.append(kept)
    return result, said


def _urn(data: Row, parent: str) -> str:
    if not data.get("parent"):
        return data["urn"]
    # the URN tells the parents' types
    urn = data["urn"]
    return urns.make(urns.stack(urn), urns.project(urn), parent, urns.type_of(urn), urns.name(urn))


def _blind(_place: str, _text: str) -> str:
    return "null"

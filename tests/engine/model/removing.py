"""The end of a run in the model: what the program no longer has is deleted, dependents first."""

from __future__ import annotations

import copy

from tests.engine.model import cascade
from tests.engine.model.simulation import Simulation, Stopped, Unsure
from tests.engine.model.state import Row


def remove(sim: Simulation) -> None:
    """Delete what the program dropped and what was replaced."""
    allowed = _allowed(sim) if sim.run.targets else None
    doomed: list[tuple[Row, str]] = []
    kept: list[Row] = []
    for row in sim.base:
        if allowed is not None and row.urn not in allowed:
            if not sim.operated(row.urn):
                kept.append(row)
            continue
        if row.delete:
            if id(row) not in sim.ahead:
                doomed.append((row, "replaced"))
        elif not sim.operated(row.urn):
            doomed.append((row, "forgotten" if row.pending else "dropped"))
    sim.deletes |= {row.urn for row, _ in doomed}
    if sim.run.targets and not sim.run.dependents and any(row.urn not in sim.run.targets for row, _ in doomed):
        raise Stopped
    for row in kept:
        sim.same(copy.deepcopy(row), row)
    _carry_out(sim, doomed)
    if any(row.protect for row, why in doomed if why == "dropped"):
        sim.failures.append(("delete", "a protected resource"))


def _carry_out(sim: Simulation, doomed: list[tuple[Row, str]]) -> None:
    """Delete level by level; what a failed one depends on stays."""
    left = dict.fromkeys((id(row) for row, _ in doomed))
    levels: list[list[tuple[Row, str]]] = []
    while left:
        level = [(row, why) for row, why in doomed if id(row) in left and not _needs_any(sim.base, row, left)]
        levels.append(level)
        for row, _ in level:
            del left[id(row)]
    chance = any(method == "delete" for method, _ in sim.run.faults) and not sim.run.go_on
    for level in reversed(levels):
        held: set[int] = set()
        needed: set[int] = set()
        for row in sim.errored:
            held |= _closure(sim.base, row, set())
            needed |= _closure(sim.base, row, sim.done)
        if any(id(row) in held - needed for row, _ in level):
            sim.overcautious = True
        for row, why in level:
            if id(row) in held:
                continue
            if why == "forgotten":
                sim.steps.append(("remove-pending-replace", row.urn))
                sim.done.add(id(row))
                continue
            try:
                sim.delete(row, replacing=why == "replaced")
            except Stopped:
                if chance:
                    raise Unsure("which of several deletes came before the failing one") from None
                raise


def _needs_any(rows: list[Row], row: Row, left: dict[int, None]) -> bool:
    at = next(position for position, each in enumerate(rows) if each is row)
    needs = row.needs(provider=True)
    for candidate in rows[:at]:
        if candidate.urn not in needs:
            continue
        if id(candidate) in left:
            return True
        if not candidate.custom and candidate.urn in row.needs(parent=False):
            raise Unsure("a dependency on a component")
    return False


def _closure(rows: list[Row], row: Row, without: set[int]) -> set[int]:
    """Return, by `id()`, a recorded row and what it depends on, not by way of some rows.

    Where a URN has two rows, one to be deleted, a row that is to be deleted means that one.
    """
    if not any(each is row for each in rows):
        return set()
    found: set[int] = set()
    frontier = [row]
    while frontier:
        each = frontier.pop()
        if id(each) in found or (id(each) in without and each is not row):
            continue
        found.add(id(each))
        for urn in each.needs(provider=True):
            same = [other for other in rows if other.urn == urn]
            alike = [other for other in same if other.delete == each.delete]
            frontier += alike or same
    return found


def _allowed(sim: Simulation) -> set[str]:
    """Return the URNs that `--target` lets go: targets, dependents, children and what goes with them."""
    found: set[str] = set()
    frontier = [row for row in sim.base if row.urn in sim.run.targets]
    while frontier:
        row = frontier.pop(0)
        if row.urn not in found:
            found.add(row.urn)
            frontier += cascade.dependents(sim.base, row, found, children=True)
    for row in sim.base:
        if row.urn in frozenset(found):
            found |= {each.urn for each in (*cascade.forced(sim, row), *cascade.bound(sim, row.urn))}
    return found

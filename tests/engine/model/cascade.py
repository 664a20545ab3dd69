"""What goes along with a resource in the model: dependents that cannot outlive it."""

from __future__ import annotations

from tests.engine.model import state
from tests.engine.model.simulation import Simulation, Stopped, Unsure
from tests.engine.model.state import Row


def replace(sim: Simulation, new: Row, old: Row) -> bool:
    """Delete the old resource, and before it what must be replaced with it, then create the new one."""
    doomed = [*forced(sim, old), *bound(sim, new.urn)]
    chain: list[Row] = []
    for row in reversed(doomed):
        if id(row) in sim.ahead:
            continue
        if id(row) in sim.done:
            raise Unsure("a dependent of the last program that this one has already brought over")
        if row.protect and not row.delete:
            raise Stopped
        sim.deletes.add(row.urn)
        sim.ahead.add(id(row))
        chain.append(row)
    if not old.pending:
        sim.deletes.add(old.urn)
    for row in chain:
        if row.needs() & sim.skipped:
            raise Unsure("a deletion ahead that depends on what failed")
        if not _delete(sim, row):
            return False
    if not old.pending and not _delete(sim, old):
        return False
    sim.steps.append(("replace", new.urn))
    return sim.create(new, old)


def _delete(sim: Simulation, row: Row) -> bool:
    if row.delete:
        return sim.delete(row, replacing=False)
    if not sim.delete(row, replacing=True, ahead=True):
        raise Unsure("a program waits for ever for what could not be deleted ahead")
    return True


def forced(sim: Simulation, root: Row) -> list[Row]:
    """Return the recorded dependents that a new `root` forces to be new, too, in order."""
    replaced = {root.urn}
    found: list[Row] = []
    for row in dependents(sim.base, root, sim.stepped(), children=False):
        if row.custom and not row.external and _forced(row, replaced):
            replaced.add(row.urn)
            found.append(row)
    return found


def _forced(row: Row, replaced: set[str]) -> bool:
    if row.provider in replaced or row.deleted_with in replaced:
        return True
    touched = {key for key in row.inputs if replaced.intersection(row.property_dependencies.get(key, ()))}
    if not touched:
        return False
    inputs = {key: state.UNKNOWN if key in touched else value for key, value in row.inputs.items()}
    return state.compare(row.outputs, inputs).replaces


def bound(sim: Simulation, urn: str) -> list[Row]:
    """Return the recorded rows that are replaced or deleted with a resource."""
    return [row for row in sim.olds.values() if urn in row.replace_with or row.deleted_with == urn]


def dependents(rows: list[Row], root: Row, ignored: set[str], *, children: bool) -> list[Row]:
    """Return what depends on `root`, directly or not, in order."""
    urns = {root.urn}
    found: list[Row] = []
    at = next(position for position, row in enumerate(rows) if row is root)
    for row in rows[at + 1 :]:
        if row.urn not in ignored and row.needs(parent=children, provider=True) & urns:
            found.append(row)
            urns.add(row.urn)
    return found

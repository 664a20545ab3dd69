"""A refresh in the model: rows become what exists, and what is gone leaves no reference behind."""

from __future__ import annotations

from tests.engine.model import description
from tests.engine.model.simulation import Simulation
from tests.engine.model.state import Row


def refresh(sim: Simulation) -> None:
    """Read every recorded row, or those that are targeted."""
    targets = set(sim.run.targets)
    kept: list[Row] = []
    for row in sim.base:
        if targets and row.urn not in targets:
            if not (sim.run.dependents and row.needs() & targets):
                kept.append(row)
                continue
            targets.add(row.urn)
        sim.steps.append(("refresh", row.urn))
        if not row.custom or row.urn == description.provider_urn() or row.pending:
            kept.append(row)
        elif row.id in sim.world.objects:
            row.outputs = dict(sim.world.objects[row.id])
            kept.append(row)
    _mend(kept)
    sim.base = kept
    sim.index()


def _mend(rows: list[Row]) -> None:
    there: set[str] = set()
    parents: dict[str, str] = {}
    for row in rows:
        row.dependencies = [urn for urn in row.dependencies if urn in there]
        named = {key: [urn for urn in urns if urn in there] for key, urns in row.property_dependencies.items()}
        row.property_dependencies = {key: urns for key, urns in named.items() if urns}
        row.replace_with = [urn for urn in row.replace_with if urn in there]
        row.deleted_with = row.deleted_with if row.deleted_with in there else ""
        there.add(row.urn)
    for row in rows:
        if row.parent not in there:
            row.parent = parents.get(row.parent, "")
        parents[row.urn] = row.parent

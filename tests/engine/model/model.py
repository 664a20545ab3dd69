"""The model: (state, world, run) -> the steps of the run, the state after it and what then exists.

Written from Pulumi's source (pkg/resource/deploy/step_generator.go, deployment_executor.go, pkg/backend/snapshot.go of
v3.260.0) and checked against the CLI; it shares no code with the engine. Registrations come one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.engine.model import description, refreshing, registering, removing
from tests.engine.model.simulation import Simulation, Stopped, Unsure
from tests.engine.model.state import Row, Values, World

__all__ = ["Expected", "Unsure", "begin", "play"]


@dataclass(frozen=True)
class Expected:
    """What a run does. Steps are in an order that is right; other orders may be, too."""

    ok: bool
    steps: list[tuple[str, str]]
    """Operation and URN of what was finished."""
    failures: list[tuple[str, str]]
    rows: list[Row]
    world: World
    overcautious: bool = False
    """Something was held back from its delete for the sake of rows that are no more: another engine need not."""

    @property
    def objects(self) -> dict[str, Values]:
        """Return what exists."""
        return self.world.objects


def begin() -> Expected:
    """Return what there is before the first run."""
    return Expected(ok=True, steps=[], failures=[], rows=[], world=World.begin())


def play(before: Expected, run: description.Run) -> Expected:
    """Play one run.

    Raises:
        Unsure: no claim is made about this run.
    """
    sim = Simulation(before.rows, before.world, run)
    sim.world.disturb(run)
    ok = True
    try:
        if run.op == "refresh" or run.refresh:
            refreshing.refresh(sim)
        if run.op == "up":
            registering.Registering(sim).program(run.program)
        if run.op != "refresh":
            removing.remove(sim)
    except Stopped:
        ok = False
    rows = _renamed(sim.rows())
    _check(rows)
    failed = [each for each in sim.failures if each[1] != "a protected resource"]
    return Expected(ok and not sim.failures, sim.steps, failed, rows, sim.world, sim.overcautious)


def _renamed(rows: list[Row]) -> list[Row]:
    """Return the rows with references to former URNs turned to those of now."""
    now: dict[str, str] = {}
    for row in rows:
        now |= dict.fromkeys(row.aliases, row.urn)
        parent = now.get(row.parent, "")
        if parent and parent != description.stack_urn():
            now[row.urn] = description.make(row.type, row.urn.split("::")[-1], parent)
    for row in rows:
        row.urn = now.get(row.urn, row.urn)
        row.parent = now.get(row.parent, row.parent)
        row.dependencies = sorted(now.get(urn, urn) for urn in row.dependencies)
        row.property_dependencies = {
            key: [now.get(urn, urn) for urn in urns] for key, urns in row.property_dependencies.items()
        }
        row.deleted_with = now.get(row.deleted_with, row.deleted_with)
        row.replace_with = [now.get(urn, urn) for urn in row.replace_with]
        row.aliases = []
    return rows


def _check(rows: list[Row]) -> None:
    """Make no claim about a state that Pulumi itself would refuse to read."""
    there: set[str] = set()
    for row in rows:
        if not row.delete and row.needs(provider=True) - there:
            raise Unsure("a dangling reference")
        there.add(row.urn)
    lasting = [row.urn for row in rows if not row.delete]
    if len(lasting) != len(set(lasting)):
        raise Unsure("two rows of one URN")

"""What an operation with targets leaves alone: recorded rows stay as they are, and what is new is not made."""

from __future__ import annotations

from collections.abc import Sequence

from moorage.engine import resource
from moorage.engine.deploy import effects, graph, step, targets, world
from moorage.engine.providers import protocol
from moorage.engine.state import journal


def leave(run: world.World, row: resource.Resource, old: journal.Entry | None) -> world.Registered:
    """Leave a resource alone that the program registers."""
    if old is None:
        with run.lock:
            run.uncreated[row.urn] = False
            run.stepped.add(row.urn)
        _tell(run, row)
        return world.Registered(row, unknown=True)
    _same_provider(run, old.row)
    with run.lock:
        run.stepped.add(row.urn)
        entry = _carry(run, old)
        run.news[row.urn] = entry
    require(run, entry.row)
    return world.Registered(entry.row)


def _same_provider(run: world.World, row: resource.Resource) -> None:
    if not row.provider:
        return
    try:
        run.effects.providers.get(row.provider)
    except protocol.ProviderError as error:
        raise effects.EffectError(
            f"provider {row.provider} for resource {row.urn} has not been registered yet, this is due to a change of "
            "providers mixed with --target. Change your program back to the original providers"
        ) from error


def _tell(run: world.World, row: resource.Resource) -> None:
    what = step.Step("same", row, row)
    run.emitter.before(what)
    run.emitter.after(what)


def _carry(run: world.World, old: journal.Entry) -> journal.Entry:
    """Take a recorded row over, after what it depends on: rows of this run stand before those not seen yet."""
    row = old.row
    for urn in sorted(graph.above(row)):
        before = run.olds.get(urn)
        if before is None and urn not in run.stepped:
            raise effects.EffectError(f"{urn}, which untargeted resource {row.urn} depends on, has no old state")
        if before and not before.done and run.taken.get(urn, urn) not in run.stepped:
            _carry(run, before)
    run.seen.add(row.urn)
    run.stepped.add(row.urn)
    entry = journal.Entry(row)
    run.news.setdefault(row.urn, entry)
    run.state.add(entry, old, changed=False)
    _tell(run, row)
    return entry


def require(run: world.World, row: resource.Resource) -> None:
    """Have everything there that a step on a row needs: what was not made because it is no target is an error."""
    if not run.scope.limited:
        return
    with run.lock:
        missing = sorted(urn for urn in graph.above(row) if run.uncreated.get(urn) is False)
        run.uncreated.update(dict.fromkeys(missing, True))
        for urn in sorted(graph.above(row)):
            old = run.olds.get(urn)
            if old and not old.done and urn not in run.seen and urn not in run.taken:
                _carry(run, old)
    for urn in missing:
        run.flaw(row.urn, f"Resource '{row.urn}' depends on '{urn}' which was was not specified in --target list.")


def tell_rest(run: world.World, doomed: Sequence[journal.Entry]) -> None:
    """Tell of the recorded rows that are neither registered nor to be deleted: they are no targets and stay."""
    if not run.scope.limited:
        return
    going = {id(entry) for entry in doomed}
    for row in [entry.row for entry in run.state.base if not (entry.done or id(entry) in going)]:
        if run.taken.get(row.urn, row.urn) not in run.stepped:
            _tell(run, row)


def find_missing(run: world.World, wanted: targets.Patterns) -> None:
    """Report each target that is neither recorded nor registered."""
    there = run.seen.union(entry.row.urn for entry in run.state.base)
    for urn in wanted.literal:
        if urn not in there:
            hint = "" if "$" in urn else " Did you forget to escape $ in your shell?"
            run.emitter.diagnostic("error", f"Target '{urn}' could not be found in the stack.{hint}")
            run.flawed = True

"""The end of a run: delete what the program no longer has, dependents first, as many at a time as may."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from concurrent import futures

from moorage.engine import resource
from moorage.engine.deploy import apply, cascade, effects, graph, step, targets, world
from moorage.engine.state import journal


def leftovers(run: world.World) -> list[journal.Entry]:
    """Return the recorded rows that this run's program did not register, and those that were replaced.

    What a resource needs whose step failed stays; so does a row that is named by one that stays as it was.
    """
    with run.lock:
        kept = run.seen | {run.renamed[urn] for urn in run.seen if urn in run.renamed}
        errored = run.errored | {run.renamed[urn] for urn in run.errored if urn in run.renamed}
        base = list(run.state.base)
    doomed = _chosen(
        run, [entry for entry in base if not entry.done and (entry.row.delete or entry.row.urn not in kept)]
    )
    going = {id(entry) for entry in doomed}
    rows = [entry.row for entry in base]
    failed = graph.needed(
        rows, [at for at, entry in enumerate(base) if entry.row.urn in errored and not entry.row.delete]
    )
    staying = graph.needed(rows, [at for at, entry in enumerate(base) if not entry.done and id(entry) not in going])
    return [
        entry
        for at, entry in enumerate(base)
        if id(entry) in going and at not in failed and (entry.row.delete or at not in staying)
    ]


def everything(run: world.World) -> list[journal.Entry]:
    """Return all recorded rows that a destruction is about."""
    return _chosen(run, [entry for entry in run.state.base if not entry.done])


def _chosen(run: world.World, doomed: Sequence[journal.Entry]) -> list[journal.Entry]:
    """Keep those of the operation's targets: with them goes what depends on them, which has to be said.

    What depends on a target is known from the whole state, also where some of it was registered.
    """
    scope = run.scope
    rows = [entry.row for entry in run.state.base]
    if scope.targets:
        reached = targets.closure(rows, (row.urn for row in rows if row.urn in scope.targets))
        chosen = [entry for entry in doomed if entry.row.urn in reached]
        if not scope.dependents:
            _require(run, chosen)
        return chosen
    if scope.excludes:
        roots = {row.urn for row in rows if row.urn in scope.excludes}
        if scope.dependents:
            roots = targets.closure(rows, roots)
        kept = targets.needed(rows, roots)
        return [entry for entry in doomed if entry.row.urn not in kept]
    return list(doomed)


def _require(run: world.World, chosen: Sequence[journal.Entry]) -> None:
    """Refuse to delete what is no target itself: a preview goes on."""
    unsaid = [entry.row.urn for entry in chosen if entry.row.urn not in run.scope.targets]
    for urn in unsaid:
        run.emitter.diagnostic(
            "error",
            f"Resource '{urn}' will be destroyed but was not specified in --target list.\n"
            "Either include resource in --target list or pass --target-dependents to proceed.",
            urn,
        )
        run.flawed = True
    if unsaid and not run.preview:
        run.stop()
        raise world.StoppedError


def delete(run: world.World, doomed: Sequence[journal.Entry], parallel: int) -> None:
    """Delete rows, level by level. Where one fails, what it needs stays, and nothing more is begun unless told so."""
    entries = list(run.state.base)
    rows = [entry.row for entry in entries]
    wanted = {id(entry) for entry in doomed}
    with run.lock:
        run.deleted.update(entry.row.urn for entry in doomed)
    held: set[int] = set()
    with futures.ThreadPoolExecutor(max(parallel, 1), thread_name_prefix="delete") as pool:
        for level in _levels(rows, [at for at, entry in enumerate(entries) if id(entry) in wanted]):
            going = [at for at in level if at not in held]
            done = pool.map(functools.partial(_one, run), (entries[at] for at in going))
            held |= graph.needed(rows, [at for at, ok in zip(going, done, strict=True) if not ok])


def _levels(rows: Sequence[resource.Resource], doomed: Sequence[int]) -> list[list[int]]:
    """Return the positions in the order of their deletion: first what nothing needs, last what needs nothing.

    A row goes as late as it may: one that needs nothing that goes is of the last level, whoever needs it.
    """
    needs = graph.dependencies(rows)
    depths: dict[int, int] = {}
    for at in doomed:
        depths[at] = 1 + max((depths[needed] for needed in needs[at] if needed in depths), default=-1)
    levels: list[list[int]] = [[] for _ in range(max(depths.values(), default=-1) + 1)]
    for at, depth in depths.items():
        levels[-1 - depth].append(at)
    return levels


def _one(run: world.World, entry: journal.Entry) -> bool:
    """Delete one row; False when it failed."""
    if run.stopped.is_set():
        return True
    row = entry.row
    if row.pending_replacement and not row.delete:
        what = step.Step("remove-pending-replace", row, None)
        run.emitter.before(what)
        run.state.remove(entry)
        run.emitter.after(what)
        return True
    try:
        if row.custom and not run.preview:
            cascade.ensure_provider(run, row)
        apply.delete(run, entry, run.deleted)
    except apply.Failed:
        return False
    except effects.EffectError as error:
        run.emitter.diagnostic("error", str(error), row.urn)
        run.fail(row.urn)
        return False
    return True

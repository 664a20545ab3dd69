"""The end of a run: delete what the program no longer has, dependents first, as many at a time as may."""

from __future__ import annotations

import queue
from collections.abc import Sequence
from concurrent import futures

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
    needs = graph.dependencies(rows)
    own = graph.alike(rows, needs)
    failed = _closure(own, [at for at, entry in enumerate(base) if entry.row.urn in errored and not entry.row.delete])
    staying = _closure(needs, [at for at, entry in enumerate(base) if not entry.done and id(entry) not in going])
    return [
        entry
        for at, entry in enumerate(base)
        if id(entry) in going and at not in failed and (entry.row.delete or at not in staying)
    ]


def _closure(needs: Sequence[set[int]], roots: Sequence[int]) -> set[int]:
    """Return the positions of what the roots need, directly or not, and of the roots. Needed ones stand before."""
    found = set(roots)
    for at in range(len(needs) - 1, -1, -1):
        if at in found:
            found |= needs[at]
    return found


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
    """Delete rows. Where one fails, what it depends on stays, and nothing more is begun unless told so."""
    entries = [entry for entry in (*run.state.base, *run.news.values()) if not entry.done]
    rows = [entry.row for entry in entries]
    wanted = {id(entry) for entry in doomed}
    at = [position for position, entry in enumerate(entries) if id(entry) in wanted]
    needs = graph.dependencies(rows)
    with run.lock:
        run.deleted.update(entry.row.urn for entry in doomed)
    doomed_at = set(at)
    needed = {position: needs[position] & doomed_at for position in at}
    blockers: dict[int, set[int]] = {position: set() for position in at}
    for position, found in needed.items():
        for each in found:
            blockers[each].add(position)
    held: set[int] = set()
    ended: queue.SimpleQueue[tuple[int, futures.Future[bool]]] = queue.SimpleQueue()
    with futures.ThreadPoolExecutor(max(parallel, 1), thread_name_prefix="delete") as pool:

        def start(position: int) -> None:
            pool.submit(_one, run, entries[position]).add_done_callback(lambda future: ended.put((position, future)))

        ready, running = [position for position in at if not blockers[position]], 0
        while ready or running:
            for position in ready:
                start(position)
            running += len(ready) - 1
            position, future = ended.get()
            ready = list[int]()
            if not future.result():
                held |= _held(run, entries[position])
            if not run.stopped.is_set():
                for each in needed[position]:
                    blockers[each].discard(position)
                    if not blockers[each] and id(entries[each]) not in held:
                        ready.append(each)


def _held(run: world.World, failed: journal.Entry) -> set[int]:
    """Return, by `id()`, what a row needs whose delete failed."""
    rows = [entry.row for entry in run.state.base]
    roots = [at for at, entry in enumerate(run.state.base) if entry is failed]
    needed = _closure(graph.alike(rows, graph.dependencies(rows)), roots)
    return {id(run.state.base[at]) for at in needed}


def _one(run: world.World, entry: journal.Entry) -> bool:
    """Delete one row; False when it failed."""
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

"""Refresh: ask the providers what recorded resources are like now, and record that."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from concurrent import futures

from moorage.engine import paths, resource
from moorage.engine import urn as urns
from moorage.engine.deploy import apply, cascade, effects, graph, step, world
from moorage.engine.providers import protocol
from moorage.engine.state import journal

_OPPOSITE: dict[str, protocol.DiffKind] = {
    "add": "delete",
    "delete": "add",
    "add-replace": "delete-replace",
    "delete-replace": "add-replace",
}


def refresh(run: world.World, parallel: int, *, only: bool) -> None:
    """Refresh all recorded rows. `only`: this is the whole run, whose changes are counted and told as such."""
    entries = [entry for entry in run.state.base if not entry.done]
    with futures.ThreadPoolExecutor(max(parallel, 1), thread_name_prefix="refresh") as pool:
        list(pool.map(functools.partial(_one, run, only=only), entries))
    _repair(run, entries)
    run.state.commit()


def again(run: world.World, entries: Sequence[journal.Entry]) -> None:
    """Refresh these rows only."""
    for entry in entries:
        _one(run, entry, only=False)
    if any(entry.done for entry in entries):
        _repair(run, run.state.base)


def _one(run: world.World, entry: journal.Entry, *, only: bool) -> None:
    if run.canceled:
        return
    row = entry.row
    what = step.Step("refresh", row, row)
    try:
        with apply.reported(run, what):
            fresh, change = _look(run, row)
    except apply.Failed:
        return
    except effects.EffectError as error:
        run.emitter.diagnostic("error", str(error), row.urn)
        run.fail(row.urn)
        return
    op: step.Op = "same"
    if fresh is None:
        op = "delete"
        run.state.remove(entry)
        with run.lock:
            if run.olds.get(row.urn) is entry:
                del run.olds[row.urn]
    elif fresh != row:
        changed = row.outputs != fresh.outputs if row.external else change.detailed
        op = "update" if changed else "same"
        run.state.exchange(entry, **{name: getattr(fresh, name) for name in _FIELDS})
    done = dataclasses.replace(what, new=None if fresh is None else entry.row, change=change)
    run.emitter.after(done, op if only else "", count=only)


_FIELDS = ("id", "inputs", "outputs", "init_errors", "modified")


def _look(run: world.World, row: resource.Resource) -> tuple[resource.Resource | None, step.Change]:
    """Return the row as it is now, None when the resource is gone, and how it differs from what is recorded."""
    if not row.custom or urns.is_provider(row.type) or row.pending_replacement:
        return row, step.Change()
    cascade.ensure_provider(run, row)
    reasons: list[str] = []
    try:
        found = run.effects.read(row, row.id, row.inputs, row.outputs)
    except effects.EffectError as error:
        if not error.id or error.outputs is None:
            raise
        found, reasons = (error.id, row.inputs, error.outputs), error.reasons
        unhealthy = "\n* ".join(["Refreshed resource is in an unhealthy state:", *reasons])
        run.emitter.diagnostic("warning", unhealthy, row.urn)
    if found is None or not found[0]:
        return None, step.Change()
    found_id, inputs, outputs = found
    fresh = apply.finished(dataclasses.replace(row, inputs=inputs, init_errors=reasons), found_id, outputs)
    if fresh.inputs != row.inputs or fresh.outputs != row.outputs:
        fresh = dataclasses.replace(fresh, modified=effects.now())
    if row.external:
        return fresh, step.Change()
    # what `up` would do to bring it back, turned around: what happened to it
    diff = run.effects.diff(fresh, fresh, row.inputs)
    turned = {
        path: protocol.PropertyDiff(_OPPOSITE.get(each.kind, each.kind), each.input)
        for path, each in diff.detailed.items()
    }
    return fresh, step.Change(turned, sorted({str(paths.parse(path)[0]) for path in turned}))


def _repair(run: world.World, entries: Sequence[journal.Entry]) -> None:
    """Take resources that are gone out of what others refer to; their children move up to their parent."""
    above: dict[str, str] = {}
    there: set[str] = set()
    for entry in entries:
        row = entry.row
        parent = row.parent
        while parent and parent not in there:
            parent = above.get(parent, "")
        above[row.urn] = parent
        if entry.done:
            continue
        if not graph.named(row) - {urns.split_reference(row.provider)[0]} <= there or parent != row.parent:
            kept = {key: [urn for urn in found if urn in there] for key, found in row.property_dependencies.items()}
            run.state.exchange(
                entry,
                parent=parent,
                dependencies=[urn for urn in row.dependencies if urn in there],
                property_dependencies=kept,
                deleted_with=row.deleted_with if row.deleted_with in there else "",
            )
        there.add(row.urn)

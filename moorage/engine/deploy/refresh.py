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


def first(run: world.World, parallel: int, *, everything: bool) -> None:
    """Refresh before something else is done: everything, or what a provider wants read anew each time."""
    entries = [entry for entry in run.state.base if everything or entry.row.refresh_before_update]
    if entries:
        refresh(run, parallel, entries)


def refresh(
    run: world.World, parallel: int, wanted: Sequence[journal.Entry] | None = None, *, only: bool = False
) -> None:
    """Refresh recorded rows, those of the targets. `only`: this is the whole run, its changes are counted and told."""
    everything = [entry for entry in run.state.base if not entry.done]
    scope = run.scope.afresh()
    entries = [entry for entry in (wanted or everything) if scope.names(entry.row)]
    with futures.ThreadPoolExecutor(max(parallel, 1), thread_name_prefix="refresh") as pool:
        list(pool.map(functools.partial(_one, run, only=only), entries))
    _repair(run, everything)
    run.save()


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
            fresh, change, differs = _look(run, row)
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
        changed = row.outputs != fresh.outputs if row.external else differs
        op = "update" if changed else "same"
        run.state.exchange(entry, **{name: getattr(fresh, name) for name in _FIELDS})
    done = dataclasses.replace(what, new=None if fresh is None else entry.row, change=change)
    run.emitter.after(done, op if only else "", count=only)


_FIELDS = ("id", "inputs", "outputs", "init_errors", "modified", "refresh_before_update")


def _look(run: world.World, row: resource.Resource) -> tuple[resource.Resource | None, step.Change, bool]:
    """Return the row as it is now, None when the resource is gone, and how, and whether, it differs."""
    if not row.custom or urns.is_provider(row.type) or row.pending_replacement:
        return row, step.NO_CHANGE, False
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
        return None, step.NO_CHANGE, True
    found_id, inputs, outputs = found
    asked = run.effects.refreshes(row.urn)
    read = dataclasses.replace(row, inputs=inputs, init_errors=reasons, refresh_before_update=asked)
    fresh = apply.finished(read, found_id, outputs)
    if fresh.inputs != row.inputs or fresh.outputs != row.outputs:
        fresh = dataclasses.replace(fresh, modified=effects.now())
    if row.external:
        return fresh, step.NO_CHANGE, True
    # what `up` would do to bring it back, turned around: what happened to it
    diff = run.effects.diff(fresh, fresh, row.inputs)
    turned = {
        path: protocol.PropertyDiff(_OPPOSITE.get(each.kind, each.kind), each.input)
        for path, each in diff.detailed.items()
    }
    keys = list(diff.changed_keys) or sorted({str(paths.parse(path)[0]) for path in turned})
    return fresh, step.Change(turned or None, keys), diff.any


def _repair(run: world.World, entries: Sequence[journal.Entry]) -> None:
    """Take resources that are gone out of what others refer to, parents among them."""
    there: set[str] = set()
    for entry in entries:
        if entry.done:
            continue
        row = entry.row
        parent = row.parent if row.parent in there else ""
        if not graph.named(row) - {urns.split_reference(row.provider)[0]} <= there or parent != row.parent:
            kept = {key: [urn for urn in found if urn in there] for key, found in row.property_dependencies.items()}
            run.state.exchange(
                entry,
                parent=parent,
                dependencies=[urn for urn in row.dependencies if urn in there],
                property_dependencies=kept,
                deleted_with=row.deleted_with if row.deleted_with in there else "",
                replace_with=[urn for urn in row.replace_with if urn in there],
            )
        there.add(row.urn)

"""Reading: a resource that exists and is not ours (`.get()`), and what has come of one already (`getResource`)."""

from __future__ import annotations

import dataclasses

from moorage.engine import resource, values
from moorage.engine import urn as urns
from moorage.engine.deploy import apply, effects, lookup, step, world
from moorage.engine.state import journal


def read(run: world.World, row: resource.Resource, id: str | values.Unknown) -> world.Registered:
    """Read a resource by its id and record it as external.

    Args:
        run: the run.
        row: what the request says, `inputs` being what helps to find it; without id.
        id: UNKNOWN in a preview, where what gives the id does not exist yet.
    """
    run.going()
    with run.lock:
        old = lookup.take(run, row.urn, row.parent)
        run.stepped.add(row.urn)
    relinquish = old is not None and not old.row.external and old.row.id != id
    wanted = dataclasses.replace(row, id="" if isinstance(id, values.Unknown) else id)
    entry = journal.Entry(wanted)
    what = step.Step("read-replacement" if relinquish else "read", old and old.row, wanted)
    try:
        with apply.reported(run, what):
            _fetch(run, entry, old)
            if old and relinquish:
                run.state.exchange(old, delete=True)
            run.state.add(entry, None if relinquish else old, changed=not old or old.row != entry.row)
    except apply.Failed:
        if run.stopped.is_set():
            raise world.StoppedError from None
        return world.Registered(wanted, "failed")
    changed = old is not None and old.row.outputs != entry.row.outputs
    run.emitter.after(dataclasses.replace(what, new=entry.row), count=changed and not relinquish)
    if old and relinquish:
        apply.replace(run, old.row, entry.row, step.NO_CHANGE)
    with run.lock:
        run.news[row.urn] = entry
    return world.Registered(entry.row)


def _fetch(run: world.World, entry: journal.Entry, old: journal.Entry | None) -> None:
    row = entry.row
    if not row.id:
        return
    found = run.effects.read(row, row.id, row.inputs, row.inputs)
    if found is None:
        raise effects.EffectError(f"resource '{row.id}' does not exist")
    found_id, _, outputs = found
    stamps = {"created": old.row.created, "modified": old.row.modified} if old else {}
    fresh = apply.finished(row, found_id or row.id, outputs, **stamps)
    if old and (old.row.inputs != fresh.inputs or old.row.outputs != fresh.outputs):
        fresh = dataclasses.replace(fresh, modified=effects.now())
    entry.row = fresh


def get_resource(run: world.World, arguments: values.Values) -> values.Values:
    """Answer `pulumi:pulumi:getResource`: urn, id and state of a resource of this run."""
    urn = arguments.get("urn")
    with run.lock:
        entry = run.news.get(urn) if isinstance(urn, str) else None
    if entry is None:
        raise effects.EffectError(f"unknown resource {urn}")
    row = entry.row
    return {"urn": row.urn, "id": row.id or "", "provider": row.provider, "state": row.outputs}


def unresolved(run: world.World, roots: list[str]) -> bool:
    """Say whether any resource that a function call depends on is only planned: the call must then wait for `up`."""
    if not roots:
        return False
    with run.lock:
        rows = [entry.row for entry in run.news.values()]
    reached = set(roots)
    for row in rows:
        if row.parent in reached:
            reached.add(row.urn)
    return any(row.custom and not row.id and not urns.is_provider(row.type) for row in rows if row.urn in reached)

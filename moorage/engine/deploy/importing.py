"""Importing: a resource that exists already, by its id, becomes one of the stack."""

from __future__ import annotations

import dataclasses

from moorage.engine import resource, values
from moorage.engine.deploy import apply, effects, goal, step, world
from moorage.engine.state import journal


def asked(wanted: goal.Goal, old: journal.Entry | None) -> bool:
    """Say whether the program wants a resource imported that is not yet."""
    if not wanted.custom or not wanted.import_id:
        return False
    return old is None or old.row.external or (old.row.import_id or old.row.id) != wanted.import_id


def bring(run: world.World, row: resource.Resource, old: journal.Entry | None, *, gone: bool) -> journal.Entry:
    """Read the resource and record it as it is; one of another id (`old`) is let go of, unless it is `gone`."""
    entry = journal.Entry(row)
    replaces = old is not None and not gone
    what = step.Step("import-replacement" if replaces else "import", old and old.row, row)
    with run.lock:
        run.stepped.add(row.urn)
        run.deleted.discard(run.renamed.get(row.urn, row.urn))
    with apply.reported(run, what):
        entry.row = _read(run, row)
        with run.state.together():
            if old and replaces:
                run.state.exchange(old, delete=True)
            run.state.add(entry, None if replaces else old)
        run.state.commit()
    run.emitter.after(dataclasses.replace(what, old=entry.row, new=entry.row))
    if old and replaces:
        apply.replace(run, old.row, entry.row, step.NO_CHANGE)
    return entry


def _read(run: world.World, row: resource.Resource) -> resource.Resource:
    reasons: list[str] = []
    none: values.Values = {}
    try:
        found = run.effects.read(row, row.import_id, none, none)
    except effects.EffectError as error:
        if not error.id or error.outputs is None:
            raise
        found, reasons = (error.id, none, error.outputs), error.reasons
    if found is None:
        raise effects.EffectError(f"resource '{row.import_id}' does not exist")
    known, inputs, outputs = found
    stamp = effects.now()
    read = dataclasses.replace(row, inputs=inputs, init_errors=reasons, created=stamp, modified=stamp)
    return apply.finished(read, known or row.import_id, outputs, refresh_before_update=run.effects.refreshes(row.urn))

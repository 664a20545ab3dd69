"""Carry out one resource's steps: tell, record what is about to happen, do it, record what came of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Generator
from contextlib import contextmanager
from typing import Any

from moorage.engine import marks, resource, values
from moorage.engine.deploy import effects, hooks, step, world
from moorage.engine.state import journal


class Failed(Exception):  # noqa: N818 -- an outcome that is reported already, not an error to report
    """The step failed; its error is told and its state recorded."""


class ProtectedError(effects.EffectError):
    """What is protected would be deleted: nothing has happened, so all else goes on."""


@contextmanager
def reported(run: world.World, what: step.Step) -> Generator[None]:
    """Tell of a step's begin and, if so, of its failure, which is raised as `Failed`."""
    run.emitter.before(what)
    try:
        yield
    except effects.EffectError as error:
        run.emitter.failure(what, str(error), partial=bool(error.id))
        run.fail(what.row.urn, passed=isinstance(error, ProtectedError))
        raise Failed from error
    except journal.UnsavedError as error:
        run.emitter.failure(what, str(error), partial=False)
        run.fail(what.row.urn)
        run.stop()
        raise Failed from error


def finished(row: resource.Resource, id: str, outputs: values.Values, **fields: Any) -> resource.Resource:
    """Return a row with its results: secret are those that its options name, and those whose input of the name is."""
    leaked = [key for key, value in row.inputs.items() if isinstance(value, values.Secret)]
    marked = marks.mark(outputs, {}, (*row.additional_secret_outputs, *leaked))
    return dataclasses.replace(row, id=id, outputs=marked, **fields)


def _asked(run: world.World, row: resource.Resource) -> resource.Resource:
    return dataclasses.replace(row, refresh_before_update=run.effects.refreshes(row.urn))


def same(run: world.World, old: journal.Entry, row: resource.Resource) -> journal.Entry:
    """Carry a row over; nothing is written on its account when nothing in it differs."""
    # an input that is a secret from now on is one in the outputs, too
    newly = {key: value for key, value in row.inputs.items() if not marks.has_secret(old.row.inputs.get(key))}
    kept = finished(
        row, old.row.id, marks.mark(old.row.outputs, newly), created=old.row.created, modified=old.row.modified
    )
    entry = journal.Entry(kept)
    what = step.Step("same", old.row, row)
    with reported(run, what):
        if row.type.startswith("pulumi:providers:"):
            # inputs that the provider calls equal stay those that it was configured with
            run.effects.configure(dataclasses.replace(kept, inputs=old.row.inputs))
    before = old.row
    run.state.add(entry, old, changed=_comparable(before) != _comparable(kept))
    run.emitter.after(step.Step("same", before, kept))
    return entry


def _comparable(row: resource.Resource) -> resource.Resource:
    lists = {key: sorted(found) for key, found in row.property_dependencies.items() if found}
    return dataclasses.replace(row, dependencies=sorted(row.dependencies), property_dependencies=lists, aliases=[])


def create(
    run: world.World,
    row: resource.Resource,
    old: journal.Entry | None = None,
    change: step.Change = step.NO_CHANGE,
    *,
    pends: bool = False,
) -> journal.Entry:
    """Create a resource; with `old` in place of it, which `pends` leaves to be deleted after all else."""
    entry = journal.Entry(row)
    what = step.Step("create-replacement" if old else "create", old and old.row, row, change)
    recorded = row.custom and not row.type.startswith("pulumi:providers:")
    moment = hooks.Moment("create", None, row)
    with reported(run, what):
        hooks.before(run, moment)
        if recorded:
            run.state.begin(entry, "creating")
        stamp = effects.now()
        try:
            made, outputs = hooks.tried(run, moment, lambda: run.effects.create(row)) if row.custom else ("", {})
        except effects.EffectError as error:
            with run.state.together():
                run.state.end(entry)
                if error.id:
                    done = finished(row, error.id, error.outputs or {}, init_errors=error.reasons)
                    _record(run, entry, dataclasses.replace(done, created=stamp, modified=stamp), old, pends=pends)
            run.state.flush()
            raise
        done = finished(row, made, outputs, created=effects.now(), modified=effects.now())
        with run.state.together():
            run.state.end(entry)
            _record(run, entry, done, old, pends=pends)
        if recorded:
            run.state.flush()
    if row.custom:
        # a component's run when it has registered its outputs
        hooks.after(run, hooks.Moment("create", None, entry.row, done=True))
    run.emitter.after(dataclasses.replace(what, old=old and old.row, new=entry.row))
    return entry


def _record(
    run: world.World, entry: journal.Entry, row: resource.Resource, old: journal.Entry | None, *, pends: bool
) -> None:
    entry.row = _asked(run, row)
    if old and pends:
        run.state.exchange(old, delete=True)
    # one that was deleted first stayed in the state only until its replacement is there
    run.state.add(entry, old if old and not pends else None)


def replace(run: world.World, old: resource.Resource, new: resource.Resource, change: step.Change) -> None:
    """Tell of a replacement as the one operation that it is to the user."""
    what = step.Step("replace", old, new, change)
    run.emitter.before(what)
    run.emitter.after(what)


def update(run: world.World, old: journal.Entry, row: resource.Resource, change: step.Change) -> journal.Entry:
    """Change a resource in place."""
    entry = journal.Entry(dataclasses.replace(row, id=old.row.id, created=old.row.created, modified=old.row.modified))
    what = step.Step("update", old.row, row, change)
    before = old.row
    moment = hooks.Moment("update", before, entry.row)
    recorded = row.custom and not row.type.startswith("pulumi:providers:")
    with reported(run, what):
        hooks.before(run, moment)
        if recorded:
            run.state.begin(entry, "updating")
        try:
            outputs = hooks.tried(run, moment, lambda: run.effects.update(before, entry.row)) if row.custom else {}
        except effects.EffectError as error:
            with run.state.together():
                run.state.end(entry)
                if error.id:
                    # what exists was not changed to these inputs: keep the old ones, so that the next run tries again
                    kept = dataclasses.replace(entry.row, inputs=old.row.inputs)
                    outs = old.row.outputs if error.outputs is None else error.outputs
                    entry.row = finished(kept, error.id, outs, init_errors=error.reasons, modified=effects.now())
                    run.state.add(entry, old)
            run.state.flush()
            raise
        fresh = _asked(run, entry.row) if row.custom else entry.row
        entry.row = finished(fresh, old.row.id, outputs, modified=effects.now() if row.custom else old.row.modified)
        with run.state.together():
            run.state.end(entry)
            run.state.add(entry, old)
        if recorded:
            run.state.flush()
    if row.custom:
        hooks.after(run, hooks.Moment("update", before, entry.row, done=True))
    run.emitter.after(dataclasses.replace(what, new=entry.row))
    return entry


def delete(run: world.World, entry: journal.Entry, gone: Collection[str], *, ahead: bool | None = None) -> None:
    """Delete a resource.

    Args:
        run: the run.
        entry: the row.
        gone: the URNs that this run deletes; what is `deletedWith` one of them needs no call of its own.
        ahead: it goes before its replacement comes, and stays recorded until then; False: it goes with such a one,
            but was to be deleted anyway.
    """
    row = entry.row
    replacing = row.delete if ahead is None else ahead
    op: step.Op = (
        ("discard-replaced" if replacing else "discard")
        if row.external
        else ("delete-replaced" if replacing else "delete")
    )
    what = step.Step(op, row, None)
    moment = hooks.Moment("delete", row, None)
    with reported(run, what):
        hooks.before(run, moment)
        if row.protect and not replacing:
            raise ProtectedError(protected(row.urn))
        effect = row.custom and not (row.external or row.retain_on_delete or row.deleted_with in gone or run.preview)
        if effect:
            run.state.begin(entry, "deleting")
            try:
                hooks.tried(run, moment, lambda: run.effects.delete(row))
            except effects.EffectError:
                run.state.end(entry)
                run.state.flush()
                raise
        with run.state.together():
            run.state.end(entry)
            if ahead:
                run.state.exchange(entry, pending_replacement=True)
            else:
                run.state.remove(entry)
        if effect:
            run.state.flush()
    hooks.after(run, moment)
    run.emitter.after(what)


def protected(urn: str) -> str:
    """Return what Pulumi says of a protected resource that would be deleted."""
    return (
        f'resource "{urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the '
        f"`protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:\n"
        f"`pulumi state unprotect '{urn}'`"
    )

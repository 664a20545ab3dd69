"""Replacing: the new one first and the old one after all else, or the old one and what needs it first."""

from __future__ import annotations

from moorage.engine import marks, resource
from moorage.engine.deploy import apply, cascade, step, world
from moorage.engine.state import journal


def allow(run: world.World, row: resource.Resource, old: resource.Resource, change: step.Change) -> None:
    """Refuse to replace what is protected, or was imported under an id that the program still names.

    Raises:
        world.StoppedError: It is refused; a preview goes on.
    """
    if row.protect and old.protect:
        run.flaw(
            row.urn,
            f'unable to replace resource "{row.urn}"\nas it is currently marked for protection. To unprotect the '
            "resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`",
        )
    if not row.import_id:
        return
    changed = [f"{key}: {_shown(old, key)} => {_shown(row, key)}" for key in change.replaces]
    text = (
        "previously-imported resources that still specify an ID may not be replaced; "
        "please remove the `import` declaration from your program;\n" + "\n".join(changed)
    )
    if not run.preview:
        raise run.refuse(row.urn, text)
    run.emitter.diagnostic("warning", text, row.urn)


def _shown(row: resource.Resource, key: str) -> str:
    value = row.inputs.get(key)
    return "[secret]" if marks.has_secret(value) else str(value)


def create_first(
    run: world.World, row: resource.Resource, old: journal.Entry, change: step.Change = step.NO_CHANGE
) -> journal.Entry:
    """Make the new resource; the old one is deleted at the end of the run."""
    with run.lock:
        run.stepped.add(row.urn)
    entry = apply.create(run, row, old, change, pends=True)
    apply.replace(run, old.row, entry.row, change)
    return entry


def delete_first(run: world.World, row: resource.Resource, old: journal.Entry, change: step.Change) -> journal.Entry:
    """Delete what cannot outlive the old resource, the old resource, and make the new one."""
    with run.lock:
        run.deleted.add(old.row.urn)
    cascade.delete_dependents(run, old, row.urn)
    # one that waits for its replacement since an earlier run is gone already
    if not old.row.pending_replacement:
        cascade.ensure_provider(run, old.row)
        apply.delete(run, old, run.deleted, ahead=True)
    apply.replace(run, old.row, row, change)
    return apply.create(run, row, old, change)


def again(run: world.World, row: resource.Resource, old: journal.Entry) -> journal.Entry:
    """Make anew what was deleted ahead of the replacement of something that it depends on."""
    with run.lock:
        before = run.renamed.get(row.urn, row.urn)
        run.deleted.discard(before)
        run.replaced.add(row.urn)
        run.stepped.add(row.urn)
        change = step.Change(None, [], run.cascade_keys.get(before, []))
    apply.replace(run, old.row, row, step.NO_CHANGE)
    return apply.create(run, row, old, change)

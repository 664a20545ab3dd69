"""Replacing by deleting first: what depends on the old resource and must be replaced with it goes before it."""

from __future__ import annotations

import dataclasses

from moorage.engine import marks, resource, values
from moorage.engine import urn as urns
from moorage.engine.deploy import apply, graph, plan, world
from moorage.engine.deploy import effects as effects_
from moorage.engine.deploy import goal as goals
from moorage.engine.state import journal


def delete_dependents(run: world.World, root: journal.Entry) -> None:
    """Delete, last first, the recorded resources that cannot outlive `root`. They are made anew when registered."""
    doomed = _doomed(run, root)
    for entry, keys in reversed(doomed):
        row = entry.row
        with run.lock:
            now = next((urn for urn, was in run.renamed.items() if was == row.urn), row.urn)
            if entry.done or row.pending_replacement or now in run.stepped:
                continue
        if row.protect and not row.delete:
            run.emitter.diagnostic(
                "error",
                f'unable to replace resource "{row.urn}" as part of replacing "{root.row.urn}" as it is currently '
                "marked for protection. To unprotect the resource, remove the `protect` flag from the resource in your "
                "Pulumi program and run `pulumi up`, or use the command:\n"
                f"`pulumi state unprotect '{row.urn}'`",
                root.row.urn,
            )
            run.fail(root.row.urn)
            raise apply.Failed
        with run.lock:
            run.deleted.add(row.urn)
            run.cascade_keys[row.urn] = keys
        ensure_provider(run, row)
        apply.delete(run, entry, run.deleted, ahead=not row.delete)


def _doomed(run: world.World, root: journal.Entry) -> list[tuple[journal.Entry, list[str]]]:
    """Return the dependents that a new `root` forces to be new, too, in order, and the inputs that force it."""
    with run.lock:
        # A resource that was stepped already was registered before the root and cannot depend on it any more.
        entries = [entry for entry in run.state.base if entry is root or not entry.done]
        ignored = {*run.stepped, *(run.renamed.get(urn, urn) for urn in run.stepped)} - {root.row.urn}
    rows = [entry.row for entry in entries]
    by_row = {id(entry.row): entry for entry in entries}
    with run.lock:
        cascading = {root.row.urn, run.taken.get(root.row.urn, root.row.urn)}
    replaced = {root.row.urn}
    found: list[tuple[journal.Entry, list[str]]] = []
    for row in graph.dependents(rows, root.row, ignored):
        named = row.deleted_with in cascading or bool(cascading.intersection(row.replace_with))
        forced, keys = (True, list[str]()) if named else _forced(run, row, replaced)
        if forced:
            replaced.add(row.urn)
            found.append((by_row[id(row)], keys))
    return found


def _forced(run: world.World, row: resource.Resource, replaced: set[str]) -> tuple[bool, list[str]]:
    if not row.custom or row.external:
        return False, []
    if urns.split_reference(row.provider)[0] in replaced or row.deleted_with in replaced:
        return True, []
    inputs: values.Values = {}
    for key, value in row.inputs.items():
        touched = replaced.intersection(row.property_dependencies.get(key, ()))
        inputs[key] = values.UNKNOWN if touched else value
    if not marks.has_unknown(inputs):
        return False, []
    ensure_provider(run, row)
    diff = run.effects.diff(row, row, inputs)
    wanted = goals.Goal(
        row.type, urns.name(row.urn), custom=True, inputs=inputs, replace_on_changes=row.replace_on_changes
    )
    settled = dataclasses.replace(row, init_errors=[], pending_replacement=False)
    decision = plan.decide(settled, wanted, diff)
    return decision.action == "replace", decision.change.replaces


def ensure_provider(run: world.World, row: resource.Resource) -> None:
    """Configure the recorded provider of a row, if this run has not."""
    if not row.provider:
        return
    urn, instance = urns.split_reference(row.provider)
    with run.lock:
        found = [entry.row for entry in run.state.base if entry.row.urn == urn and entry.row.id == instance]
    if not found:
        try:
            run.effects.providers.get(row.provider)
        except Exception as error:
            raise effects_.EffectError(f"provider {row.provider} of {row.urn} is not in the state") from error
        return
    run.effects.ensure(found[0])

"""Replacing by deleting first: what depends on the old resource and must be replaced with it goes before it."""

from __future__ import annotations

import dataclasses

from moorage.engine import marks, resource, values
from moorage.engine import urn as urns
from moorage.engine.deploy import apply, graph, plan, world
from moorage.engine.deploy import effects as effects_
from moorage.engine.deploy import goal as goals
from moorage.engine.state import journal


def delete_dependents(run: world.World, root: journal.Entry, urn: str) -> None:
    """Delete, last first, the recorded resources that cannot outlive `root`, which is called `urn` now.

    They are made anew when registered. All of it is known, and allowed, before anything is deleted.
    """
    doomed = _doomed(run, root)
    chain = list(reversed([*doomed, *_bound(run, root, urn, {id(entry) for entry, _ in doomed})]))
    for entry, _ in chain:
        _allow(run, entry.row, urn)
    with run.lock:
        for entry, keys in chain:
            run.deleted.add(entry.row.urn)
            run.ahead.add(id(entry))
            run.cascade_keys[entry.row.urn] = keys
    for at, (entry, _) in enumerate(chain):
        try:
            ensure_provider(run, entry.row)
            apply.delete(run, entry, run.deleted, ahead=not entry.row.delete)
        except (apply.Failed, effects_.EffectError):
            with run.lock:
                # they are still there, and are not to be made again
                run.deleted.difference_update(other.row.urn for other, _ in chain[at:])
            raise


def _allow(run: world.World, row: resource.Resource, urn: str) -> None:
    if row.protect and not row.delete:
        raise run.refuse(
            urn,
            f'unable to replace resource "{row.urn}" as part of replacing "{urn}" as it is currently marked for '
            "protection. To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program "
            f"and run `pulumi up`, or use the command:\n`pulumi state unprotect '{row.urn}'`",
        )


_Doomed = list[tuple[journal.Entry, list[str]]]


def _doomed(run: world.World, root: journal.Entry) -> _Doomed:
    """Return the dependents that a new `root` forces to be new, too, in order, and the inputs that force it."""
    with run.lock:
        # A resource that was stepped already was registered before the root and cannot depend on it any more.
        entries = [entry for entry in run.state.base if entry is root or not entry.done]
        ignored = {*run.stepped, *(run.renamed.get(urn, urn) for urn in run.stepped), *run.deleted} - {root.row.urn}
    rows = [entry.row for entry in entries]
    by_row = {id(entry.row): entry for entry in entries}
    replaced = {root.row.urn}
    found: _Doomed = []
    for row in graph.dependents(rows, root.row, ignored):
        forced, keys = _forced(run, row, replaced)
        if forced:
            replaced.add(row.urn)
            found.append((by_row[id(row)], keys))
    return found


def _bound(run: world.World, root: journal.Entry, urn: str, known: set[int]) -> _Doomed:
    """Return what is to be replaced, or deleted, with the root and is not `known` to be; nothing follows from that."""
    roots = {root.row.urn, urn}
    with run.lock:
        known = known | run.ahead
        return [
            (entry, list[str]())
            for entry in run.olds.values()
            if not entry.done
            and id(entry) not in known
            and run.taken.get(entry.row.urn, entry.row.urn) not in run.stepped
            and (entry.row.deleted_with in roots or roots.intersection(entry.row.replace_with))
        ]


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
    if not row.provider or run.effects.providers.known(row.provider):
        return
    urn, instance = urns.split_reference(row.provider)
    with run.lock:
        found = [entry.row for entry in run.state.base if entry.row.urn == urn and entry.row.id == instance]
    if not found:
        raise effects_.EffectError(f"provider {row.provider} of {row.urn} is not in the state")
    run.effects.ensure(found[0])

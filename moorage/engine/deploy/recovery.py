"""After a killed run: find out what came of the effects that it left without a result.

What a provider can be asked about is adopted, read anew or forgotten; the rest stays listed until the user decides.
"""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Callable, Mapping

from moorage.engine import nearest, resource, values
from moorage.engine import urn as urns
from moorage.engine.deploy import apply, cascade, effects, graph, world
from moorage.engine.deploy import refresh as refreshing
from moorage.engine.state import journal


@dataclasses.dataclass(frozen=True)
class Choices:
    """What the user has decided."""

    clear: bool = False
    """Creations that are not in `ids` made nothing, or nothing that is to be kept."""
    ids: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    """URN to id of what a creation made."""


def recover(run: world.World, choices: Choices, *, reads: bool = False) -> None:
    """Settle what can be settled. With `reads`, all that is recorded is read anew afterwards."""
    creations = {each.resource.urn for each in run.state.pending if each.type == "creating"}
    for urn in choices.ids:
        if urn not in creations:
            run.refuse("", f"{urn}: no run was interrupted while creating it{nearest.hint(urn, creations)}")
            return
    for operation in run.state.pending:
        if run.stopped.is_set():
            return
        match operation.type:
            case "creating":
                settled = _creation(run, operation.resource, choices)
            case "updating":
                settled = reads or _change(run, operation.resource)
            case "deleting":
                settled = _deletion(run, operation.resource, again=not reads)
            case _:
                settled = True  # reading and importing change nothing
        if settled:
            run.state.settle(operation)
    run.save()


def undecided(run: world.World) -> str:
    """Return what to tell the user of operations that nobody can tell the result of; empty when there are none."""
    left = run.state.operations()
    if not left:
        return ""
    lines = [f"  * {each.resource.urn}, interrupted while {each.type}" for each in left]
    hints: list[str] = []
    if made := next((each.resource.urn for each in left if each.type == "creating"), ""):
        hints += [
            f"moorage refresh --import-pending-creates {shlex.quote(made)} ID   records what exists, by its id",
            "moorage refresh --clear-pending-creates   forgets what does not exist",
        ]
    if any(each.type == "updating" for each in left):
        hints.append("moorage refresh   takes what was being updated as it is")
    if any(each.type == "deleting" for each in left):
        hints.append("moorage up   deletes again what was being deleted")
    head = "an earlier run was interrupted during these operations, and nothing can be asked what came of them:"
    return "\n".join([head, *lines, "look at each of them, then run:", *(f"  {hint}" for hint in hints)])


def _creation(run: world.World, row: resource.Resource, choices: Choices) -> bool:
    if urns.is_provider(row.type):
        return True
    if row.urn in choices.ids:
        return _import(run, row, choices.ids[row.urn])
    if choices.clear:
        return True
    try:
        cascade.ensure_provider(run, row)
        found = run.effects.find(row)
    except effects.EffectError:
        return False
    if found and not _known(run, row.type, found[0]):
        _adopt(run, row, *found)
    return True


def _import(run: world.World, row: resource.Resource, id: str) -> bool:
    try:
        cascade.ensure_provider(run, row)
        found = run.effects.read(row, id, row.inputs, {})
    except effects.EffectError as error:
        run.refuse(row.urn, str(error))
        return False
    if found is None:
        run.refuse(row.urn, f"resource '{id}' does not exist")
        return False
    _adopt(run, row, found[0] or id, found[2])
    return True


def _known(run: world.World, type: str, id: str) -> bool:
    """Say whether this is an older resource under the same name, not the one that was being created."""
    return any(entry.row.id == id and entry.row.type == type for entry in run.state.base if not entry.done)


def _adopt(run: world.World, row: resource.Resource, id: str, outputs: values.Values) -> None:
    stamp = effects.now()
    made = apply.finished(row, id, outputs, created=stamp, modified=stamp)
    with run.lock, run.state.together():
        old = run.olds.get(row.urn)
        if old and old.row.pending_replacement:
            run.state.remove(old)
        elif old:
            run.state.exchange(old, delete=True)
        run.olds[row.urn] = run.state.found(made)
    run.emitter.diagnostic("info", f"an interrupted run has created this; it is recorded as {id}", row.urn)


def _change(run: world.World, row: resource.Resource) -> bool:
    return _asked(run, row, lambda _entry: False)


def _deletion(run: world.World, row: resource.Resource, *, again: bool) -> bool:
    return _asked(run, row, lambda entry: again and _delete(run, entry))


def _asked(run: world.World, row: resource.Resource, otherwise: Callable[[journal.Entry], bool]) -> bool:
    """Read the recorded row of an operation anew, if its provider knows what exists."""
    found = (each for each in run.state.base if each.row.urn == row.urn and each.row.id == row.id and not each.done)
    entry = next(found, None)
    if entry is None or urns.is_provider(row.type):
        return True
    try:
        cascade.ensure_provider(run, entry.row)
        tells = run.effects.tells(entry.row)
    except effects.EffectError:
        return False
    if not tells:
        return otherwise(entry)
    refreshing.again(run, [entry])
    return not run.failed


def _delete(run: world.World, entry: journal.Entry) -> bool:
    row = entry.row
    others = [each.row for each in run.state.base if each is not entry and not each.done]
    needed = any(row.urn in {each.parent, *graph.named(each)} for each in others)
    try:
        apply.delete(run, entry, set(), ahead=(needed and not row.delete) or None)
    except apply.Failed:
        return False
    with run.lock:
        if entry.done and run.olds.get(row.urn) is entry:
            del run.olds[row.urn]
    return True

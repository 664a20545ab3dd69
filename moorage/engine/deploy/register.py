"""A registration: find what is recorded of the resource, ask its provider, decide, and carry it out."""

from __future__ import annotations

import dataclasses

from moorage.engine import marks, resource, values
from moorage.engine import urn as urns
from moorage.engine.deploy import (
    apply,
    comparison,
    goal,
    ignore,
    importing,
    lookup,
    plan,
    replacement,
    untargeted,
    world,
)
from moorage.engine.deploy import effects as effects_
from moorage.engine.providers import protocol
from moorage.engine.state import journal


def register(run: world.World, wanted: goal.Goal) -> world.Registered:
    """Bring one resource to what the program asks for. Safe to call from any thread.

    Raises:
        world.StoppedError: the run has ended, or ends because of this; the error is reported.
    """
    run.going()
    urn = urns.make(run.stack, run.project, wanted.parent, wanted.type, wanted.name)
    with run.lock:
        old = lookup.take(run, urn, wanted.parent, wanted.aliases)
        run.goals[urn] = wanted
        row = wanted.row(urn)
        included = run.scope.includes(row)
    if _skipped(run, row):
        return world.Registered(row, "skipped")
    try:
        if not included and not (old and (old.row.external or _gone(run, urn))):
            return untargeted.leave(run, row, old)
        untargeted.require(run, row)
        if not included and old:
            # made anew only because what it depends on is: it is what it was
            wanted = dataclasses.replace(wanted, inputs=old.row.inputs)
            row = dataclasses.replace(row, inputs=old.row.inputs)
        entry = _bring(run, wanted, row, old)
    except apply.Failed:
        if run.stopped.is_set():
            raise world.StoppedError from None
        return world.Registered(row, "failed")
    except effects_.EffectError as error:
        raise run.refuse(urn, str(error)) from error
    with run.lock:
        run.news[urn] = entry
    return world.Registered(entry.row)


def _skipped(run: world.World, row: resource.Resource) -> bool:
    needed = {*row.dependencies, row.parent, row.deleted_with, urns.split_reference(row.provider)[0], *row.replace_with}
    for each in row.property_dependencies.values():
        needed.update(each)
    with run.lock:
        if needed & run.failed:
            run.failed.add(row.urn)
            return True
    return False


def _gone(run: world.World, urn: str) -> bool:
    """Say whether a resource went ahead of the replacement of what it depends on."""
    with run.lock:
        return run.renamed.get(urn, urn) in run.deleted


def _bring(run: world.World, wanted: goal.Goal, row: resource.Resource, old: journal.Entry | None) -> journal.Entry:
    imported = importing.asked(wanted, old)
    if imported:
        old = importing.bring(run, row, old, gone=_gone(run, row.urn))
    if not old:
        row = _checked(run, row, {}, row.inputs)
        with run.lock:
            run.stepped.add(row.urn)
        return apply.create(run, row)
    row = dataclasses.replace(row, refresh_before_update=old.row.refresh_before_update)
    if _gone(run, row.urn):
        return replacement.again(run, _checked(run, row, {}, row.inputs), old)
    if old.row.external:
        # read by the last program, owned by this one: what was read is let go of
        return replacement.create_first(run, _checked(run, row, {}, row.inputs), old)
    ordered = _ordered(run, old.row, row.urn)
    inputs = _unchanged(run, row, old.row)
    checked = _checked(run, row, {}, row.inputs) if ordered else _checked(run, row, old.row.inputs, inputs)
    triggered = _triggered(run, old.row, row)
    if triggered or ordered:
        diff = protocol.Diff(changes="some", replace_keys=() if triggered else ("id",))
    else:
        diff = _diff(run, old.row, checked if row.custom else dataclasses.replace(row, inputs=inputs))
    return _settle(run, wanted, checked, old, diff, triggered=triggered, imported=imported)


def _checked(run: world.World, row: resource.Resource, old: values.Values, new: values.Values) -> resource.Resource:
    """Return the row with the inputs as the provider has checked them."""
    if not row.custom:
        return row
    checked = run.effects.check(row, old, new)
    if checked.failures:
        for failure in checked.failures:
            at = f": property {failure.property}" if failure.property else ""
            name = urns.name(row.urn)
            run.emitter.diagnostic(
                "error", f"{row.type} resource '{name}'{at} has a problem: {failure.reason}", row.urn
            )
        run.fail(row.urn)
        raise apply.Failed
    return dataclasses.replace(row, inputs=checked.inputs)


def _unchanged(run: world.World, row: resource.Resource, old: resource.Resource) -> values.Values:
    """Return the inputs with the recorded ones where changes are to be ignored."""
    inputs, impossible = ignore.apply(row.inputs, old.inputs, row.ignore_changes)
    if impossible:
        text = ", ".join(impossible)
        run.emitter.diagnostic(
            "info", f'cannot ignore changes in added or removed elements of the path: "{text}"', row.urn
        )
    return inputs


def _ordered(run: world.World, old: resource.Resource, urn: str) -> bool:
    """Say whether the user wants a replacement, whatever has changed."""
    return old.taint or urn in run.scope.replaces


def _triggered(run: world.World, old: resource.Resource, new: resource.Resource) -> bool:
    was, now = marks.bare(old.replacement_trigger), marks.bare(new.replacement_trigger)
    if marks.has_unknown(now) and not run.preview:
        raise run.refuse(new.urn, f"replacement trigger contains unknowns for {new.urn}")
    if marks.has_unknown(was) or marks.has_unknown(now):
        return True
    return was is not None and now is not None and not comparison.same(was, now)


def _diff(run: world.World, old: resource.Resource, new: resource.Resource) -> protocol.Diff:
    """Return what differs, beginning with what forces a replacement whatever the provider would say of the inputs."""
    forced = _forced(run, old, new)
    if forced:
        return protocol.Diff(changes="some", replace_keys=(forced,))
    if not new.custom:
        return protocol.Diff(changes="none" if comparison.same(old.inputs, new.inputs) else "some")
    return run.effects.diff(old, new, new.inputs)


def _forced(run: world.World, old: resource.Resource, new: resource.Resource) -> str:
    with run.lock:
        if run.replaced.intersection(new.replace_with):
            return "replaceWith"
        if new.deleted_with and new.deleted_with in run.replaced:
            return "deletedWith"
        was, now = old.provider, new.provider
        if was == now:
            return ""
        if not was or not now:
            return "provider"
        was_urn, now_urn = urns.split_reference(was)[0], urns.split_reference(now)[0]
        if run.taken.get(was_urn) == now_urn:
            return ""
        before, after = run.olds.get(was_urn), run.news.get(now_urn)
    if not before or not after:
        raise effects_.EffectError(f"provider {was} is not in the state; the resource cannot change its provider")
    diff = run.effects.providers.diff(now_urn, before.row.inputs, after.row.inputs)
    return "provider" if diff.replaces else ""


def _settle(
    run: world.World,
    wanted: goal.Goal,
    row: resource.Resource,
    old: journal.Entry,
    diff: protocol.Diff,
    *,
    triggered: bool = False,
    imported: bool = False,
) -> journal.Entry:
    fixed = row.custom and run.effects.naming(row.urn)[1]
    decision = plan.decide(old.row, wanted, diff, replace=triggered, fixed_name=fixed)
    with run.lock:
        # while the provider was asked, a replacement of what this depends on may have deleted it
        gone = _gone(run, row.urn)
        if not gone:
            run.stepped.add(row.urn)
            if decision.action == "replace":
                run.replaced.add(row.urn)
    if gone:
        return replacement.again(run, row, old)
    match decision.action:
        case "same":
            return old if imported else apply.same(run, old, row)
        case "update":
            return apply.update(run, old, row, decision.change)
        case "replace":
            replacement.allow(run, row, old.row, decision.change)
            # what was filled in from the old resource (its name, above all) is not the new one's
            fresh = row if _ordered(run, old.row, row.urn) else _checked(run, row, {}, wanted.inputs)
            carry_out = replacement.delete_first if decision.delete_first else replacement.create_first
            return carry_out(run, fresh, old, decision.change)

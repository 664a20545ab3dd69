"""A registration: find what is recorded of the resource, ask its provider, decide, and carry it out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from moorage.engine import resource, values
from moorage.engine import urn as urns
from moorage.engine.deploy import aliases, apply, cascade, goal, ignore, plan, step, world
from moorage.engine.deploy import effects as effects_
from moorage.engine.providers import protocol
from moorage.engine.state import journal

_NOTHING: values.Values = {}


def register(run: world.World, wanted: goal.Goal) -> world.Registered:
    """Bring one resource to what the program asks for. Safe to call from any thread.

    Raises:
        world.StoppedError: the run has ended, or ends because of this; the error is reported.
    """
    run.going()
    urn, old = _enter(run, wanted)
    row = wanted.row(urn)
    if _skipped(run, row):
        return world.Registered(row, "skipped")
    try:
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


def _enter(run: world.World, wanted: goal.Goal) -> tuple[str, journal.Entry | None]:
    """Take a URN; return it and what is recorded under it or an alias."""
    with run.lock:
        if wanted.parent and wanted.parent not in run.seen:
            raise run.refuse("", f"could not find parent resource {wanted.parent}")
        urn = urns.make(run.stack, run.project, wanted.parent, wanted.type, wanted.name)
        if urn in run.seen:
            raise run.refuse(urn, f"Duplicate resource URN '{urn}'; try giving it a unique name")
        if urn in run.taken:
            raise run.refuse(
                urn, f"Duplicate resource URN '{urn}' conflicting with alias on resource with URN '{run.taken[urn]}'"
            )
        run.seen.add(urn)
        run.goals[urn] = wanted
        return urn, _find(run, urn, aliases.candidates(urn, wanted.parent, wanted.aliases, run.renamed))


def _find(run: world.World, urn: str, former: Sequence[str]) -> journal.Entry | None:
    if urn in run.olds:
        return run.olds[urn]
    for each in former:
        old = run.olds.get(each)
        if not old or each == urn:
            continue
        other = each if each in run.seen else run.taken.get(each)
        if other:
            raise run.refuse(
                urn,
                f"Duplicate resource alias '{each}' applied to resource with URN '{urn}' conflicting with resource "
                f"with URN '{other}'",
            )
        run.taken[each] = urn
        run.renamed[urn] = each
        run.state.rename(each, urn)
        return old
    return None


def _skipped(run: world.World, row: resource.Resource) -> bool:
    needed = {*row.dependencies, row.parent, row.deleted_with, urns.split_reference(row.provider)[0]}
    for each in row.property_dependencies.values():
        needed.update(each)
    with run.lock:
        if needed & run.failed:
            run.failed.add(row.urn)
            return True
    return False


def _bring(run: world.World, wanted: goal.Goal, row: resource.Resource, old: journal.Entry | None) -> journal.Entry:
    if not row.custom:
        return _component(run, wanted, row, old)
    if _imports(wanted, old):
        raise effects_.EffectError("import_: the embedded engine does not import resources; use the Pulumi CLI for it")
    if old and not old.row.external:
        return _existing(run, wanted, row, old)
    checked = _checked(run, row, _NOTHING, row.inputs)
    with run.lock:
        run.stepped.add(row.urn)
    if not old:
        return apply.create(run, checked)
    # read by the last program, owned by this one: what was read is let go of
    entry = apply.create(run, checked, old, pends=True)
    apply.replace(run, old.row, entry.row, step.Change())
    return entry


def _imports(wanted: goal.Goal, old: journal.Entry | None) -> bool:
    if not wanted.import_id:
        return False
    return old is None or old.row.external or (old.row.import_id or old.row.id) != wanted.import_id


def _component(run: world.World, wanted: goal.Goal, row: resource.Resource, old: journal.Entry | None) -> journal.Entry:
    with run.lock:
        run.stepped.add(row.urn)
    if not old:
        return apply.create(run, row)
    if old.row.custom:
        entry = apply.create(run, row, old, step.Change(None, [], ["provider"]), pends=True)
        apply.replace(run, old.row, entry.row, step.Change(None, [], ["provider"]))
        return entry
    decision = plan.decide(old.row, wanted, protocol.Diff(changes="none" if old.row.inputs == row.inputs else "some"))
    if decision.action == "update":
        return apply.update(run, old, row, step.Change())
    return apply.same(run, old, row)


def _checked(run: world.World, row: resource.Resource, old: values.Values, new: values.Values) -> resource.Resource:
    """Return the row with the inputs as the provider has checked them."""
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


def _existing(run: world.World, wanted: goal.Goal, row: resource.Resource, old: journal.Entry) -> journal.Entry:
    fixed = run.effects.naming(row.urn)[1]
    gone = _gone(run, row.urn)
    if gone or old.row.taint:
        checked = _checked(run, row, _NOTHING, row.inputs)
        if gone:
            return _recreate(run, checked, old)
        diff = protocol.Diff()
        forced = "id"
    else:
        inputs, impossible = ignore.apply(row.inputs, old.row.inputs, row.ignore_changes)
        if impossible:
            text = '", "'.join(impossible)
            run.emitter.diagnostic(
                "info", f'cannot ignore changes in added or removed elements of the path: "{text}"', row.urn
            )
        checked = _checked(run, row, old.row.inputs, inputs)
        forced = _forced(run, old.row, checked)
        diff = protocol.Diff() if forced else run.effects.diff(old.row, checked, checked.inputs)
    decision = plan.decide(old.row, wanted, diff, forced=forced, fixed_name=fixed)
    return _carry_out(run, wanted, decision, checked, old)


def _gone(run: world.World, urn: str) -> bool:
    with run.lock:
        return run.renamed.get(urn, urn) in run.deleted


def _forced(run: world.World, old: resource.Resource, new: resource.Resource) -> str:
    """Return what forces a replacement whatever the provider would say of the inputs."""
    with run.lock:
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


def _carry_out(
    run: world.World, wanted: goal.Goal, decision: plan.Decision, row: resource.Resource, old: journal.Entry
) -> journal.Entry:
    with run.lock:
        # while the provider was asked, a replacement of what this depends on may have deleted it
        gone = run.renamed.get(row.urn, row.urn) in run.deleted
        if not gone:
            run.stepped.add(row.urn)
            if decision.action == "replace":
                run.replaced.add(row.urn)
    if gone:
        return _recreate(run, row, old)
    match decision.action:
        case "same":
            return apply.same(run, old, row)
        case "update":
            return apply.update(run, old, row, decision.change)
        case "replace":
            return _replace(run, wanted, decision, row, old)


def _recreate(run: world.World, row: resource.Resource, old: journal.Entry) -> journal.Entry:
    with run.lock:
        before = run.renamed.get(row.urn, row.urn)
        run.deleted.discard(before)
        run.replaced.add(row.urn)
        run.stepped.add(row.urn)
        change = step.Change(None, [], run.cascade_keys.get(before, []))
    apply.replace(run, old.row, row, step.Change())
    return apply.create(run, row, old, change)


def _replace(
    run: world.World, wanted: goal.Goal, decision: plan.Decision, row: resource.Resource, old: journal.Entry
) -> journal.Entry:
    if row.protect and old.row.protect:
        what = step.Step("replace", old.row, row, decision.change)
        run.emitter.diagnostic(
            "error",
            f'unable to replace resource "{row.urn}"\nas it is currently marked for protection. To unprotect the '
            "resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`",
            what.row.urn,
        )
        run.fail(row.urn)
        raise apply.Failed
    # what was filled in from the old resource (its name, above all) is not the new one's
    fresh = _checked(run, row, _NOTHING, wanted.inputs)
    if not decision.delete_first:
        entry = apply.create(run, fresh, old, decision.change, pends=True)
        apply.replace(run, old.row, entry.row, decision.change)
        return entry
    cascade.delete_dependents(run, old)
    if not old.row.pending_replacement:
        with run.lock:
            run.deleted.add(old.row.urn)
            gone = set(run.deleted)
        cascade.ensure_provider(run, old.row)  # one that this run replaced, maybe
        apply.delete(run, old, gone, ahead=True)
    apply.replace(run, old.row, fresh, decision.change)
    entry = apply.create(run, fresh, old, decision.change)
    with run.lock:
        run.deleted.discard(old.row.urn)
    return entry

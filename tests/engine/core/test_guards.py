"""Options that keep, protect and hold back: protect, retainOnDelete, deletedWith, ignoreChanges, timeouts, taint."""

from __future__ import annotations

import dataclasses

from moorage.engine.state import checkpoint
from tests.engine.core import stage as stages
from tests.engine.core.stage import ops


def test_protected_resources_are_not_deleted(stage: stages.Stage) -> None:
    """The error is Pulumi's; everything else that the program dropped goes all the same."""
    stage.up('Thing("a", Options(protect=True))\nThing("b")')
    urn = stage.row("a").urn
    outcome = stage.up("")
    assert not outcome.ok
    assert stage.errors == [
        f'resource "{urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the '
        "`protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:\n"
        f"`pulumi state unprotect '{urn}'`"
    ]
    assert stage.cloud.calls == [("delete", "b")]
    assert stage.row("a").protect


def test_destroy_passes_over_what_is_protected(stage: stages.Stage) -> None:
    """A protected resource fails, and keeps what it needs; the rest goes. The command's preview fails before that."""
    stage.up('n = Thing("n")\nThing("a", Options(protect=True), of=n.serial)\nThing("b")')
    outcome = stage.destroy()
    assert not outcome.ok
    assert stage.cloud.calls == [("delete", "b")]
    assert len(stage.errors) == 1
    assert sorted(stage.rows) == ["a", "default", "n", "stage-dev"]


def test_protection_is_inherited_and_can_be_taken_off(stage: stages.Stage) -> None:
    """A child is as protected as its parent, unless it says otherwise."""
    program = """
        g = Group("g", Options(protect={0}))
        Thing("a", Options(parent=g))
        Thing("b", Options(parent=g, protect=False))
    """
    stage.up(program.format(True))
    assert [stage.row(name).protect for name in "gab"] == [True, True, False]
    stage.up(program.format(False))
    assert [stage.row(name).protect for name in "gab"] == [False, False, False]


def test_protected_resources_are_not_replaced(stage: stages.Stage) -> None:
    """A replacement would delete: it is refused before the new one is made."""
    stage.up('Thing("a", Options(protect=True), fixed=1)')
    outcome = stage.up('Thing("a", Options(protect=True), fixed=2)')
    assert not outcome.ok
    assert stage.cloud.calls == []
    assert stage.errors[0].startswith("unable to replace resource")


def test_retained_resources_leave_the_state_only(stage: stages.Stage) -> None:
    """The provider is not asked to delete, and `destroy` names what stays."""
    stage.up('Thing("a", Options(retain_on_delete=True))\nThing("b")')
    urn = stage.row("a").urn
    outcome = stage.destroy()
    assert outcome.ok
    assert stage.cloud.calls == [("delete", "b")]
    assert outcome.retained == [urn]
    assert stage.store.saved[-1].resources == []


def test_deleted_with(stage: stages.Stage) -> None:
    """What goes with another resource is not deleted on its own."""
    stage.up('a = Thing("a")\nThing("b", Options(deleted_with=a))')
    assert stage.row("b").deleted_with == stage.row("a").urn
    outcome = stage.destroy()
    assert outcome.ok
    assert stage.cloud.calls == [("delete", "a")]


def test_ignored_changes_stay_as_recorded(stage: stages.Stage) -> None:
    """The provider sees the recorded value, at nested paths, too."""
    program = """
        Thing("a", Options(ignore_changes=["tags.owner", "list[*].x"]), size={0},
              tags={{"owner": {0}, "k": {0}}}, list=[{{"x": {0}}}])
    """
    stage.up(program.format(1))
    outcome = stage.up(program.format(2))
    assert ops(outcome) == [("update", "a")]
    assert stage.row("a").inputs == {"size": 2, "tags": {"owner": 1, "k": 2}, "list": [{"x": 1}]}
    assert stage.row("a").ignore_changes == ["tags.owner", "list[*].x"]


def test_replace_on_changes(stage: stages.Stage) -> None:
    """A path of the option turns an update into a replacement."""
    program = 'Thing("a", Options(replace_on_changes=["triggers[*]"]), triggers=[{}])'
    stage.up(program.format(1))
    outcome = stage.up(program.format(2))
    assert ops(outcome) == [("update", "a")]
    program = 'Thing("a", Options(replace_on_changes=["triggers"]), triggers=[{}])'
    outcome = stage.up(program.format(3))
    assert ops(outcome) == [("create-replacement", "a"), ("replace", "a"), ("delete-replaced", "a")]


def test_delete_before_replace_is_the_users_word(stage: stages.Stage) -> None:
    """The option wins over the provider, both ways."""
    program = 'Thing("a", Options(delete_before_replace={0}), fixed={1}{2})'
    stage.up(program.format(True, 1, ""))
    stage.up(program.format(True, 2, ""))
    assert stage.cloud.calls == [("delete", "a"), ("create", "a")]
    stage.up(program.format(False, 3, ", exclusive=True"))
    assert stage.cloud.calls == [("create", "a"), ("delete", "a")]


def test_timeouts_reach_the_provider(stage: stages.Stage) -> None:
    """Each effect has its own time limit, in seconds."""
    program = 'Thing("a", Options(custom_timeouts=CustomTimeouts(create="1m30s", update="2m", delete="5s")), size={})'
    stage.up(program.format(1))
    assert stage.row("a").custom_timeouts == {"create": 90.0, "update": 120.0, "delete": 5.0}
    stage.up(program.format(2))
    stage.destroy()
    limits = [stage.cloud.seen[method, "a"][-1].timeout for method in ("create", "update", "delete")]
    assert limits == [90.0, 120.0, 5.0]


def test_a_tainted_resource_is_replaced(stage: stages.Stage) -> None:
    """A mark in the state replaces whatever the diff says, once."""
    stage.up('Thing("a")')
    last = stage.store.saved[-1]
    rows = [dataclasses.replace(row, taint=row.urn.endswith("::a")) for row in last.resources]
    stage.store.saved.append(checkpoint.Snapshot(rows, []))
    outcome = stage.up('Thing("a")')
    assert ops(outcome) == [("create-replacement", "a"), ("replace", "a"), ("delete-replaced", "a")]
    assert not stage.row("a").taint
    assert stage.up('Thing("a")').changes == {"same": 2}


def test_an_interrupted_replacement_is_finished(stage: stages.Stage) -> None:
    """What was replaced already and only waits for its delete is deleted by the next run."""
    stage.up('Thing("a", fixed=1)')
    stage.cloud.broken["delete", "a"] = ValueError("later")
    assert not stage.up('Thing("a", fixed=2)').ok
    assert [row.delete for row in stage.store.saved[-1].resources if row.urn.endswith("::a")] == [False, True]
    stage.cloud.broken.clear()
    outcome = stage.up('Thing("a", fixed=2)')
    assert ops(outcome) == [("same", "a"), ("delete-replaced", "a")]
    assert sorted(stage.cloud.things) == ["a-2"]


def test_a_resource_deleted_for_its_replacement_is_made_by_the_next_run(stage: stages.Stage) -> None:
    """Deleted first and not made anew: the state says so, and the next run only creates."""
    program = 'Thing("a", Options(delete_before_replace=True), fixed={})'
    stage.up(program.format(1))
    stage.cloud.broken["create", "a"] = ValueError("no")
    assert not stage.up(program.format(2)).ok
    assert stage.row("a").pending_replacement
    stage.cloud.broken.clear()
    outcome = stage.up(program.format(2))
    assert ops(outcome) == [("replace", "a"), ("create-replacement", "a")]
    assert stage.cloud.calls == [("create", "a")]
    assert not stage.row("a").pending_replacement


def test_one_deleted_for_its_replacement_that_is_dropped_is_forgotten(stage: stages.Stage) -> None:
    """Nothing is left of it but its row, which goes without an effect."""
    program = 'Thing("a", Options(delete_before_replace=True), fixed={})'
    stage.up(program.format(1))
    stage.cloud.broken["create", "a"] = ValueError("no")
    stage.up(program.format(2))
    outcome = stage.up("")
    assert outcome.ok
    assert stage.cloud.calls == []
    assert list(stage.rows) == ["stage-dev"]

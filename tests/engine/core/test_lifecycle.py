"""Create, same, update, replace, delete: exact steps and exact state."""

from __future__ import annotations

from moorage.engine import values
from tests.engine.core import stage as stages
from tests.engine.core.stage import ops


def test_create_records_inputs_outputs_and_the_default_provider(stage: stages.Stage) -> None:
    """A first `up` creates, and the state names provider, dependencies, ids and outputs as Pulumi's does."""
    outcome = stage.up("""
        a = Thing("a", size=1)
        b = Thing("b", of=a.serial)
        pulumi.export("serial", b.serial)
    """)
    assert outcome.ok, stage.errors
    assert ops(outcome) == [("create", "a"), ("create", "b")]
    assert outcome.changes == {"create": 3}
    assert outcome.outputs == {"serial": 2}
    a, b, provider = stage.row("a"), stage.row("b"), stage.row("default")
    assert [row.urn for row in stage.store.saved[-1].resources] == [stages.STACK, provider.urn, a.urn, b.urn]
    assert (a.id, a.inputs, a.outputs) == ("a-1", {"size": 1}, {"size": 1, "serial": 1})
    assert (b.id, b.inputs, b.outputs) == ("b-2", {"of": 1}, {"of": 1, "serial": 2})
    assert a.provider == f"{provider.urn}::{provider.id}"
    assert (a.parent, b.dependencies, b.property_dependencies) == (stages.STACK, [a.urn], {"of": [a.urn]})
    assert stage.row("stage-dev").outputs == {"serial": 2}


def test_a_second_run_changes_nothing_and_writes_nothing(stage: stages.Stage) -> None:
    """Nothing changed: all steps are `same`, no effect, no write."""
    program = 'Thing("a", size=1)\npulumi.export("x", 1)\n'
    assert stage.up(program).ok
    saves = len(stage.store.saved)
    outcome = stage.up(program)
    assert outcome.ok
    assert outcome.changes == {"same": 2}
    assert stage.cloud.calls == []
    assert len(stage.store.saved) == saves


def test_update_keeps_the_id(stage: stages.Stage) -> None:
    """A changed input is an update in place."""
    stage.up('Thing("a", size=1)')
    created = stage.row("a").created
    outcome = stage.up('Thing("a", size=2)')
    assert ops(outcome) == [("update", "a")]
    row = stage.row("a")
    assert (row.id, row.inputs, row.outputs, row.created) == ("a-1", {"size": 2}, {"size": 2, "serial": 1}, created)
    assert stage.cloud.things == {"a-1": {"size": 2, "serial": 1}}


def test_replacement_creates_first_and_deletes_last(stage: stages.Stage) -> None:
    """A forced replacement makes the new one, moves dependents over, and only then deletes the old one."""
    program = 'a = Thing("a", fixed={n})\nThing("b", of=a.serial)'
    stage.up(program.format(n=1))
    outcome = stage.up(program.format(n=2))
    assert ops(outcome) == [
        ("create-replacement", "a"),
        ("replace", "a"),
        ("update", "b"),
        ("delete-replaced", "a"),
    ]
    assert stage.cloud.calls == [("create", "a"), ("update", "b"), ("delete", "a")]
    assert sorted(stage.cloud.things) == ["a-3", "b-2"]
    assert outcome.changes == {"replace": 1, "same": 1, "update": 1}


def test_delete_before_replace_takes_dependents_along(stage: stages.Stage) -> None:
    """Deleting first deletes the dependents that must be replaced, last first, and makes them anew after."""
    program = 'a = Thing("a", fixed={n}, exclusive=True)\nThing("b", of_fixed=a.serial)\nThing("c", of=a.serial)'
    stage.up(program.format(n=1))
    outcome = stage.up(program.format(n=2))
    assert outcome.ok, stage.errors
    assert stage.cloud.calls[:3] == [("delete", "b"), ("delete", "a"), ("create", "a")]
    assert sorted(stage.cloud.calls[3:]) == [("create", "b"), ("update", "c")]
    assert ops(outcome)[:4] == [
        ("delete-replaced", "b"),
        ("delete-replaced", "a"),
        ("replace", "a"),
        ("create-replacement", "a"),
    ]
    assert not any(row.pending_replacement for row in stage.rows.values())
    assert len(stage.cloud.things) == 3


def test_what_the_program_drops_is_deleted_dependents_first(stage: stages.Stage) -> None:
    """Resources that are no longer registered go, and so does a provider that nothing needs."""
    stage.up('a = Thing("a")\nb = Thing("b", of=a.serial)\nThing("c", of=b.serial)')
    outcome = stage.up("")
    assert outcome.ok
    assert [step for step in ops(outcome) if step[1] != "default"] == [
        ("delete", "c"),
        ("delete", "b"),
        ("delete", "a"),
    ]
    assert list(stage.rows) == ["stage-dev"]
    assert stage.cloud.things == {}


def test_preview_changes_nothing_and_knows_what_it_cannot_know(stage: stages.Stage) -> None:
    """A preview has unknown outputs, no effect and no write."""
    outcome = stage.preview("""
        a = Thing("a", size=1)
        Thing("b", of=a.serial, known=a.size)
        pulumi.export("serial", a.serial)
    """)
    assert outcome.ok, stage.errors
    assert ops(outcome) == [("create", "a"), ("create", "b")]
    assert stage.cloud.calls == []
    assert stage.store.saved == []
    assert outcome.outputs == {"serial": values.UNKNOWN}
    created = [event["resourcePreEvent"]["metadata"] for event in stage.events if "resourcePreEvent" in event]
    assert created[2]["new"]["inputs"] == {"of": "04da6b54-80e4-46f7-96ec-b56ff0331ba9", "known": 1}


def test_destroy_deletes_everything(stage: stages.Stage) -> None:
    """`destroy` runs no program and leaves an empty state."""
    stage.up('a = Thing("a")\nThing("b", of=a.serial)')
    outcome = stage.destroy("raise SystemExit(1)")
    assert outcome.ok, stage.errors
    assert stage.cloud.calls == [("delete", "b"), ("delete", "a")]
    assert stage.store.saved[-1].resources == []
    assert outcome.changes == {"delete": 3}

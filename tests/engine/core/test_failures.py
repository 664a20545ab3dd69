"""Failures: the state stays true, nothing dependent starts, nothing is deleted, the run is not ok."""

from __future__ import annotations

import pytest

from moorage.engine.providers import protocol
from tests.engine.core import stage as stages
from tests.engine.core.stage import ops

BOOM = protocol.ProviderError("boom")


def test_a_failed_creation(stage: stages.Stage) -> None:
    """What depends on it is not started, what went before is recorded, what the program dropped stays."""
    stage.up('Thing("old")')
    stage.cloud.broken["create", "b"] = BOOM
    outcome = stage.up('a = Thing("a")\nb = Thing("b", of=a.serial)\nThing("c", of=b.serial)')
    assert not outcome.ok
    assert stage.errors == ["boom"]
    assert stage.cloud.calls == [("create", "a"), ("create", "b")]
    assert sorted(stage.rows) == ["a", "default", "old", "stage-dev"]
    assert stage.store.saved[-1].operations == []
    assert stage.events[-2]["summaryEvent"]["result"] == "failed"
    failed = [event["resOpFailedEvent"]["metadata"]["op"] for event in stage.events if "resOpFailedEvent" in event]
    assert failed == ["create"]


def test_the_next_run_takes_it_up(stage: stages.Stage) -> None:
    """After the cause is gone, the next run does what is left."""
    stage.cloud.broken["create", "b"] = BOOM
    program = 'a = Thing("a")\nThing("b", of=a.serial)'
    stage.up(program)
    stage.cloud.broken.clear()
    outcome = stage.up(program)
    assert outcome.ok
    assert ops(outcome) == [("same", "a"), ("create", "b")]


def test_continue_on_error(stage: stages.Stage) -> None:
    """What does not depend on a failed resource goes on; what does is skipped; nothing that it needs is deleted."""
    stage.options = {"continue_on_error": True}
    program = 'a = Thing("a", size={n})\n{drop}Thing("c", of=a.serial)\nThing("d")'
    stage.up(program.format(n=1, drop='Thing("x")\n'))
    stage.cloud.broken["update", "a"] = BOOM
    outcome = stage.up(program.format(n=2, drop='Thing("new")\n'))
    assert not outcome.ok
    assert stage.errors == ["boom"]
    assert sorted(stage.cloud.calls) == [("create", "new"), ("delete", "x"), ("update", "a")]
    assert stage.row("a").inputs == {"size": 1}
    assert sorted(stage.rows) == ["a", "c", "d", "default", "new", "stage-dev"]


def test_a_component_that_is_skipped(stage: stages.Stage) -> None:
    """A component below what failed is skipped with all in it, and its outputs are not missed."""
    stage.options = {"continue_on_error": True}
    stage.cloud.broken["create", "a"] = BOOM
    outcome = stage.up("""
        g = Group("g", Options(depends_on=[Thing("a")]))
        Thing("in", Options(parent=g))
        g.register_outputs({"x": 1})
        Thing("b")
    """)
    assert not outcome.ok
    assert stage.errors == ["boom"]
    assert sorted(stage.rows) == ["b", "default", "stage-dev"]


def test_a_resource_that_exists_but_is_not_well(stage: stages.Stage) -> None:
    """A partial failure is recorded with its reasons, and the next run updates it until it is well."""
    stage.cloud.broken["create", "a"] = protocol.ProviderError(
        "not healthy", id="a-7", outputs={"serial": 7}, reasons=["check failed"]
    )
    outcome = stage.up('Thing("a", size=1)')
    assert not outcome.ok
    row = stage.row("a")
    assert (row.id, row.init_errors, row.outputs) == ("a-7", ["check failed"], {"serial": 7})
    stage.cloud.broken.clear()
    outcome = stage.up('Thing("a", size=1)')
    assert ops(outcome) == [("update", "a")]
    assert (stage.row("a").id, stage.row("a").init_errors) == ("a-7", [])


def test_a_partly_failed_update_keeps_the_old_inputs(stage: stages.Stage) -> None:
    """The next run must see the difference again."""
    stage.up('Thing("a", size=1)')
    stage.cloud.broken["update", "a"] = protocol.ProviderError("slow", id="a-1", outputs={"size": 2, "serial": 1})
    assert not stage.up('Thing("a", size=2)').ok
    row = stage.row("a")
    assert (row.inputs, row.outputs, row.init_errors) == ({"size": 1}, {"size": 2, "serial": 1}, ["slow"])


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_failed_delete_leaves_what_it_depends_on(stage: stages.Stage, goes_on: bool) -> None:
    """A resource that cannot be deleted stays, with all it needs; the rest goes where errors do not end the run."""
    stage.up('a = Thing("a")\nThing("b", of=a.serial)\nThing("c")')
    stage.cloud.broken["delete", "b"] = BOOM
    stage.options["continue_on_error"] = goes_on
    outcome = stage.up("")
    assert not outcome.ok
    assert sorted(stage.rows) == ["a", "b", *([] if goes_on else ["c"]), "default", "stage-dev"]
    assert len(stage.cloud.things) == (2 if goes_on else 3)


def test_invalid_inputs_are_named(stage: stages.Stage) -> None:
    """A failed check names type, resource, property and reason."""
    outcome = stage.up('Thing("a", size=-1)')
    assert not outcome.ok
    assert stage.errors == ["test:index:Thing resource 'a': property size has a problem: must not be negative"]
    assert stage.cloud.calls == []


@pytest.mark.parametrize("exception", [ValueError("odd"), KeyError("k")])
def test_a_provider_that_breaks_is_an_error_like_any_other(stage: stages.Stage, exception: Exception) -> None:
    """An unexpected exception of a provider ends the run with its type and text, and a true state."""
    stage.cloud.broken["create", "a"] = exception
    outcome = stage.up('Thing("a")')
    assert not outcome.ok
    assert stage.errors == [f"{type(exception).__name__}: {exception}"]
    assert stage.store.saved[-1].operations == []


def test_a_state_that_cannot_be_saved(stage: stages.Stage) -> None:
    """Without a durable record nothing is done."""
    stage.store.broken = OSError("disk full")
    outcome = stage.up('Thing("a")')
    assert not outcome.ok
    assert stage.cloud.calls == []
    assert stage.errors[-1] == "the state cannot be saved: disk full"


def test_a_preview_fails_as_the_deployment_would(stage: stages.Stage) -> None:
    """A protected resource that would go is an error of the preview already."""
    stage.up('Thing("a", Options(protect=True))')
    outcome = stage.preview("")
    assert not outcome.ok
    assert stage.errors[0].startswith('Preview failed: resource "urn:pulumi:dev::stage::test:index:Thing::a" cannot be')


@pytest.mark.parametrize("program", ['Thing("a")', "pulumi.export('x', 1)", "import time\nThing('a')\ntime.sleep(60)"])
def test_a_state_that_cannot_be_read(stage: stages.Stage, program: str) -> None:
    """The program, which is let in before the state is there, is ended; nothing is made."""

    def load() -> None:
        raise OSError("unreadable")

    stage.store.load = load
    with pytest.raises(OSError, match="unreadable"):
        stage.up(program)
    assert stage.cloud.calls == []

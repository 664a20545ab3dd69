"""Refresh: the state becomes what the providers say."""

from __future__ import annotations

from moorage.engine import values
from moorage.engine.providers import protocol
from tests.engine.core import stage as stages
from tests.engine.core.stage import ops


def test_what_changed_outside_is_recorded_and_told_as_it_happened(stage: stages.Stage) -> None:
    """The program does not run; inputs and outputs are those of now, and the diff says what happened."""
    stage.up('Thing("a", size=1)\nThing("b")')
    stage.cloud.things["a-1" if "a-1" in stage.cloud.things else "a-2"] |= {"size": 5, "extra": "x"}
    outcome = stage.refresh("raise SystemExit(1)")
    assert outcome.ok, stage.errors
    assert outcome.changes == {"same": 2, "update": 1}
    row = stage.row("a")
    assert row.inputs == {"size": 5, "extra": "x"}
    assert row.outputs["size"] == 5
    told = {
        event["resOutputsEvent"]["metadata"]["urn"].rpartition("::")[2]: event["resOutputsEvent"]["metadata"]
        for event in stage.events
        if "resOutputsEvent" in event
    }
    assert told["a"]["op"] == "update"
    assert told["a"]["detailedDiff"] == {
        "extra": {"diffKind": "add", "inputDiff": True},
        "size": {"diffKind": "update", "inputDiff": True},
    }
    assert told["b"]["op"] == "same"


def test_what_is_gone_leaves_the_state(stage: stages.Stage) -> None:
    """References to it go, too, and the next run makes it again."""
    program = 'a = Thing("a")\nThing("b", of=a.serial)'
    stage.up(program)
    stage.cloud.things.pop("a-1")
    outcome = stage.refresh()
    assert outcome.ok
    assert outcome.changes == {"delete": 1, "same": 2}
    assert "a" not in stage.rows
    assert (stage.row("b").dependencies, stage.row("b").property_dependencies) == ([], {"of": []})
    assert ops(stage.up(program)) == [("create", "a"), ("update", "b")]


def test_nothing_changed_writes_nothing(stage: stages.Stage) -> None:
    """After a refresh without findings, `up` finds nothing either."""
    program = 'Thing("a", size=1)'
    stage.up(program)
    saves = len(stage.store.saved)
    assert stage.refresh().changes == {"same": 2}
    assert len(stage.store.saved) == saves
    assert stage.up(program).changes == {"same": 2}


def test_secrets_stay_secret(stage: stages.Stage) -> None:
    """What was marked is marked after a refresh, whatever its value is now."""
    stage.up('Thing("a", password=pulumi.Output.secret("x"), opts=Options(additional_secret_outputs=["serial"]))')
    stage.cloud.things["a-1"]["password"] = "y"
    stage.refresh()
    assert stage.row("a").inputs == {"password": values.Secret("y")}
    assert stage.row("a").outputs == {"password": values.Secret("y"), "serial": values.Secret(1)}


def test_a_failed_read_changes_nothing(stage: stages.Stage) -> None:
    """An error is told, the others are refreshed, and the run is not ok."""
    stage.up('Thing("a")\nThing("b")')
    before = stage.row("a")
    stage.cloud.broken["read", "a"] = protocol.ProviderError("unreachable")
    outcome = stage.refresh()
    assert not outcome.ok
    assert stage.errors == ["unreachable"]
    assert stage.row("a") == before


def test_a_resource_that_fell_ill(stage: stages.Stage) -> None:
    """Init errors that a read finds are recorded, warned of, and repaired by the next run."""
    stage.up('Thing("a", size=1)')
    stage.cloud.broken["read", "a"] = protocol.ProviderError("ill", id="a-1", outputs={"size": 1, "serial": 1})
    outcome = stage.refresh()
    assert outcome.ok
    assert stage.said("warning") == ["Refreshed resource is in an unhealthy state:\n* ill"]
    assert stage.row("a").init_errors == ["ill"]
    stage.cloud.broken.clear()
    assert ops(stage.up('Thing("a", size=1)')) == [("update", "a")]


def test_up_with_refresh(stage: stages.Stage) -> None:
    """Refreshing first, `up` repairs what changed outside."""
    stage.options = {"refresh": True}
    stage.up('Thing("a", size=1)')
    stage.cloud.things["a-1"]["size"] = 5
    outcome = stage.up('Thing("a", size=1)')
    assert outcome.ok
    assert outcome.changes == {"same": 1, "update": 1}
    assert stage.cloud.things["a-1"]["size"] == 1


def test_external_resources_are_compared_by_outputs(stage: stages.Stage) -> None:
    """What is only read is refreshed without asking what an update would do."""
    stage.cloud.things["x-9"] = {"serial": 9}
    stage.up("""
        class Got(pulumi.CustomResource):
            def __init__(self, name, id):
                super().__init__("test:index:Thing", name, {}, Options(id=id))
        Got("x", "x-9")
    """)
    stage.cloud.things["x-9"]["serial"] = 10
    assert stage.refresh().changes == {"same": 1, "update": 1}
    assert stage.row("x").outputs == {"serial": 10}

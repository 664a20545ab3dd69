"""A package whose provider is nowhere: previewed with every line marked, refused by all that would touch something."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from moorage.engine import providers
from moorage.engine.display import difference, digesting, lines
from moorage.engine.providers import protocol
from tests.engine.core import stage as stages
from tests.engine.core import things

PROGRAM = """
class Bucket(pulumi.CustomResource):
    serial: pulumi.Output[str]

    def __init__(self, called, opts=None, **inputs):
        super().__init__("cloud:storage/bucket:Bucket", called, {"serial": None, **inputs}, opts)


bucket = Bucket("b", size=1, name="b")
Bucket("c", size=2, name="c", source=bucket.serial, opts=Options(version="7.1.0"))
pulumi.export("serial", bucket.serial)
"""
MISSING = "package cloud: the embedded engine has"


@pytest.fixture
def stage(tmp_path: Path) -> stages.Stage:
    """Return a stage whose previews stand in for what is nowhere."""
    return stages.Stage(tmp_path, options={"find": providers.find_or_simulate})


def test_a_preview_stands_in(stage: stages.Stage) -> None:
    """Resources are previewed with their outputs unknown; one warning says what a simulated preview cannot tell."""
    outcome = stage.preview(PROGRAM)
    assert outcome.ok, stage.errors
    assert sorted(stages.ops(outcome)) == [("create", "b"), ("create", "c")]
    assert stage.said("warning") == [
        "package cloud: its provider is not here, so its resources are simulated: inputs are not checked, "
        "outputs are unknown, replacements too; install the Pulumi CLI to deploy them"
    ]


def test_each_step_is_marked(stage: stages.Stage) -> None:
    """The mark is in the events, in the lines of a log, in the diff and in the JSON document; the stack has none."""
    stage.preview(PROGRAM)
    steps = [event["resourcePreEvent"]["metadata"] for event in stage.events if "resourcePreEvent" in event]
    assert {step["urn"].rpartition("::")[2]: step.get("simulated") for step in steps} == {
        "stage-dev": None,
        "b": True,
        "c": True,
    }
    shown = io.StringIO()
    console = Console(file=shown, width=200)
    for display in (lines.Lines(console), difference.Difference(console)):
        shown.truncate(0)
        for event in stage.events:
            display(event)
        display.close()
        told = [line for line in shown.getvalue().splitlines() if "ucket" in line and "urn=" not in line]
        assert len(told) == 2
        assert all("[simulated]" in line for line in told)
    document = io.StringIO()
    digest = digesting.Digest(document)
    for event in stage.events:
        digest(event)
    digest.close()
    assert [step.get("simulated") for step in json.loads(document.getvalue())["steps"]] == [None, True, True]


@pytest.mark.parametrize("operation", ["up", "refresh", "destroy"])
def test_whatever_would_touch_something_refuses(stage: stages.Stage, operation: str) -> None:
    """Without the stand-in, one line names the package and what to do; no state is written with a resource of it."""
    if operation != "up":
        _recorded(stage)
    stage.options = {"find": providers.find}
    outcome = getattr(stage, operation)(PROGRAM)
    assert not outcome.ok
    assert any(
        error.startswith(MISSING) and error.endswith("install the Pulumi CLI for others") for error in stage.errors
    )


def test_a_deployment_with_the_stand_in_refuses_too(stage: stages.Stage) -> None:
    """The stand-in itself lets nothing be done."""
    outcome = stage.up(PROGRAM)
    assert not outcome.ok
    assert "package cloud: is simulated here, in previews only" in stage.errors


def test_a_function_is_unknown(stage: stages.Stage) -> None:
    """Its result is unknown to the program, and a warning names it."""
    outcome = stage.preview("""
        found = pulumi.runtime.invoke_output("cloud:index:find", {"a": 1}).apply(lambda value: value["id"])
        pulumi.export("found", found)
    """)
    assert outcome.ok, stage.errors
    assert "cloud:index:find: simulated: what it returns is not known" in stage.said("warning")


def test_a_recorded_resource_is_compared_by_its_inputs(stage: stages.Stage) -> None:
    """The same inputs change nothing; another is an update with its path, and what was recorded stays known."""
    _recorded(stage)
    assert sorted(stages.ops(stage.preview(PROGRAM))) == [("same", "b"), ("same", "c")]
    outcome = stage.preview(PROGRAM.replace("size=1", "size=3"))
    assert ("update", "b") in stages.ops(outcome)
    [step] = [
        event["resourcePreEvent"]["metadata"]
        for event in stage.events
        if "resourcePreEvent" in event and event["resourcePreEvent"]["metadata"]["urn"].endswith("::b")
    ]
    assert step["new"]["inputs"] == {"size": 3, "name": "b"}


def test_a_package_that_is_here_is_not_simulated() -> None:
    """What the engine has always wins."""
    assert providers.find_or_simulate("random").version == providers.find("random").version


def test_defaults_that_the_real_provider_filled_in_stay() -> None:
    """At every depth: what nobody gave is no change; what the program gave and gives no more is."""
    old = {
        "__defaults": ["name"],
        "name": "b-1234567",
        "rules": [{"__defaults": ["port"], "port": 80, "given": 1}],
        "dropped": True,
    }
    context = protocol.Context("urn", "cloud:index:Bucket", "b", preview=True)
    checked = providers.find_or_simulate("cloud").check(context, old, {"rules": [{"given": 2}, {"given": 3}]})
    assert checked.inputs == {
        "__defaults": ["name"],
        "name": "b-1234567",
        "rules": [{"__defaults": ["port"], "port": 80, "given": 2}, {"given": 3}],
    }


def _recorded(stage: stages.Stage) -> None:
    """Record what a deployment of the program with a provider would."""
    options = stage.options
    stage.options = {"find": lambda _package: things.Things(stage.cloud)}
    assert stage.up(PROGRAM).ok, stage.errors
    stage.options = options

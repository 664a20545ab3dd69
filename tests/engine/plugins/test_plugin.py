"""Providers over gRPC, as a plugin sees the engine and the engine a plugin."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from moorage.engine import values
from tests.engine.core import stage as stages
from tests.engine.core.stage import ops
from tests.engine.plugins import probe

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}


def test_a_life(stage: stages.Stage, home: Path) -> None:
    """A plugin is asked what the CLI asks it, in the same words."""
    probe.install(home, {"secrets": True})
    stage.config = '{"probe:region": "here", "other:x": "y"}'
    assert stage.up(probe.program('Probe("a", size=1)')).ok, stage.errors
    row = stage.row("a")
    assert (row.id, row.inputs, row.outputs) == ("made", {"size": 1}, {"size": 1})
    urn, type_ = f"{stages.PREFIX}probe:index:Echo::a", "probe:index:Echo"
    (check,) = probe.requests(home, "Check")
    assert {key: check[key] for key in ("urn", "name", "type", "olds", "news")} == {
        "urn": urn,
        "name": "a",
        "type": type_,
        "olds": {},
        "news": {"size": 1.0},
    }
    assert probe.requests(home, "Create") == [{"urn": urn, "name": "a", "type": type_, "properties": {"size": 1.0}}]
    (configure,) = probe.requests(home, "Configure")
    assert configure["args"] == {"region": "here"}
    assert configure["variables"] == {"probe:config:region": "here"}

    assert ops(stage.up(probe.program('Probe("a", size=2)'))) == [("update", "a")]
    (update,) = probe.requests(home, "Update")
    assert (update["id"], update["oldInputs"], update["olds"], update["news"]) == (
        "made",
        {"size": 1.0},
        {"size": 1.0},
        {"size": 2.0},
    )
    assert ops(stage.up(probe.program('Probe("a", size=2, fixed=1)'))) == [
        ("create-replacement", "a"),
        ("replace", "a"),
        ("delete-replaced", "a"),
    ]
    assert ops(stage.refresh()) == [("same", "a")]
    assert ops(stage.destroy()) == [("delete", "a")]
    assert [each["id"] for each in probe.requests(home, "Delete")] == ["made", "made"]


def test_processes_end_with_the_run(stage: stages.Stage, home: Path) -> None:
    """No plugin is left when a run is over, however it went."""
    probe.install(home, {})
    assert stage.up(probe.program('Probe("a")')).ok, stage.errors
    assert not stage.up(probe.program('Probe("b", kind="Refuses")')).ok
    assert stage.refresh().ok
    started = [each["id"] for each in probe.requests(home, "process")]
    assert len(started) == 3
    for each in started:
        with pytest.raises(ProcessLookupError):
            os.kill(each, 0)


def test_one_process_serves_each_provider(stage: stages.Stage, home: Path) -> None:
    """Ten resources of one provider, and the checks of its configuration, are one process; another provider another."""
    probe.install(home, {})
    program = 'for i in range(10): Probe(f"a{i}")\nProbe("b", pulumi.ResourceOptions(provider=Maker("m", zone="z")))'
    assert stage.up(probe.program(program)).ok, stage.errors
    assert len(probe.requests(home, "Handshake")) == 2
    assert sorted(each["args"].get("zone", "") for each in probe.requests(home, "Configure")) == ["", "z"]


def test_a_plugin_that_takes_secrets_is_given_them(stage: stages.Stage, home: Path) -> None:
    """It decides itself what is secret in its answers."""
    probe.install(home, {"secrets": True})
    program = 'Probe("a", key=pulumi.Output.secret("canary"), list=[pulumi.Output.secret(1), 2])'
    assert stage.up(probe.program(program)).ok, stage.errors
    (create,) = probe.requests(home, "Create")
    assert create["properties"] == {"key": {**SECRET, "value": "canary"}, "list": [{**SECRET, "value": 1.0}, 2.0]}
    row = stage.row("a")
    assert row.inputs == row.outputs == {"key": values.Secret("canary"), "list": [values.Secret(1), 2]}


@pytest.mark.parametrize("greets", [True, False])
def test_a_plugin_that_takes_no_secrets_is_given_plain_values(stage: stages.Stage, home: Path, *, greets: bool) -> None:
    """What comes back under the same names is secret again: a list with a secret as a whole, a map at its place."""
    probe.install(home, {"greets": greets})
    program = """
        secret = pulumi.Output.secret
        Probe("a", key=secret("canary"), list=[secret(1), 2], map={"in": {"key": secret("k"), "plain": 1}})
    """
    assert stage.up(probe.program(program.replace("\n        ", "\n"))).ok, stage.errors
    plain = {"key": "canary", "list": [1.0, 2.0], "map": {"in": {"key": "k", "plain": 1.0}}}
    assert probe.requests(home, "Create")[-1]["properties"] == plain
    row = stage.row("a")
    assert row.outputs == row.inputs
    assert row.outputs == {
        "key": values.Secret("canary"),
        "list": values.Secret([1, 2]),
        "map": {"in": {"key": values.Secret("k"), "plain": 1}},
    }


def test_previews(stage: stages.Stage, home: Path) -> None:
    """What is unknown reaches a plugin in previews as such; one without previews is not asked to create."""
    probe.install(home, {})
    program = 'a = Probe("a", size=1)\nProbe("b", of=a.out)\npulumi.export("size", a.out)'
    outcome = stage.preview(probe.program(program))
    assert outcome.ok, stage.errors
    created = {each["name"]: each for each in probe.requests(home, "Create")}
    assert created["a"]["preview"] is True
    assert created["b"]["properties"] == {"of": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}

    (home / probe.LOG).unlink()
    probe.install(home, {"greets": False})
    assert stage.preview(probe.program(program)).ok
    assert [each["name"] for each in probe.requests(home, "Check")] == ["a", "b"]
    assert probe.requests(home, "Create") == []


def test_a_provider_of_which_not_all_is_known(stage: stages.Stage, home: Path) -> None:
    """While its configuration is not wholly known a plugin is neither configured nor asked, and nothing fails."""
    probe.install(home, {})
    program = 'Probe("b", pulumi.ResourceOptions(provider=Maker("m", zone=Probe("a").out)), size=1)'
    assert ops(stage.preview(probe.program(program))) == [("create", "a"), ("create", "m"), ("create", "b")]
    assert [each["name"] for each in probe.requests(home, "Check")] == ["a"]


def test_a_resource_that_comes_up_half(stage: stages.Stage, home: Path) -> None:
    """A creation that fails half way is recorded with its reasons, and tried again as an update."""
    probe.install(home, {})
    outcome = stage.up(probe.program('Probe("a", kind="Partial", key=pulumi.Output.secret("canary"))'))
    assert not outcome.ok
    assert stage.errors == ["2 errors occurred:\n\t* not ready\n\t* still not\n\n"]
    row = stage.row("a")
    assert (row.id, row.init_errors) == ("half", ["not ready", "still not"])
    assert row.outputs == {"key": values.Secret("canary")}
    outcome = stage.up(probe.program('Probe("a", kind="Partial", key=pulumi.Output.secret("canary"))'))
    assert ops(outcome) == [("update", "a")]
    assert stage.row("a").init_errors == []


@pytest.mark.parametrize(
    ("able", "program", "error"),
    [
        ({}, 'Probe("a", kind="Refuses")', "not like this"),
        ({}, 'Probe("a", kind="Dies")', "package probe: its plugin ended during Create (exit status 7: out of luck)"),
        ({}, 'Probe("a", kind="Unknown")', 'unexpected unknown property value for "odd"'),
        (
            {"starts": False},
            'Probe("a")',
            "package probe: plugin pulumi-resource-probe did not start: exit status 1: nothing works here",
        ),
        ({}, 'Maker("m", wrong=1)', "pulumi:providers:probe resource 'm': property wrong has a problem: is wrong"),
        (
            {},
            'Maker("m", missing=1)',
            'missing required configuration key "probe:key": The key.\n'
            "Set a value using the command `pulumi config set probe:key <value>`.",
        ),
        (
            {},
            'Probe("a", pulumi.ResourceOptions(version="2.0.0"))',
            "package probe: its plugin is wanted in version 2.0.0 or later; installed: 1.2.0",
        ),
    ],
)
def test_failures_are_one_line(
    stage: stages.Stage, home: Path, able: dict[str, bool], program: str, error: str
) -> None:
    """What a plugin refuses, and a plugin that ends, is told once; nothing is recorded."""
    probe.install(home, able)
    assert not stage.up(probe.program(program)).ok
    assert stage.errors == [error]
    assert not stage.store.saved or "a" not in stage.rows


def test_what_a_plugin_says_is_told(stage: stages.Stage, home: Path) -> None:
    """Its warnings reach the user with the resource; what helps to debug it doesn't."""
    probe.install(home, {})
    assert stage.up(probe.program('Probe("a", kind="Says")')).ok, stage.errors
    assert stage.said("warning") == ["careful"]
    assert "noise" not in str(stage.events)


def test_assets(stage: stages.Stage, home: Path) -> None:
    """A creation is given the content of assets and archives, a comparison and a deletion only their hashes."""
    probe.install(home, {})
    program = 'Probe("a", file=pulumi.StringAsset("{}"), more=pulumi.AssetArchive({{"x": pulumi.StringAsset("x")}}))'
    assert stage.up(probe.program(program.format("one"))).ok, stage.errors
    assert probe.requests(home, "Create")[0]["properties"]["file"]["text"] == "one"
    assert stage.row("a").inputs["file"].text == "one"
    assert ops(stage.refresh()) == [("same", "a")]
    assert stage.row("a").inputs["more"].assets["x"].text == "x"
    assert ops(stage.up(probe.program(program.format("two")))) == [("update", "a")]
    (diff,) = probe.requests(home, "Diff")[-1:]
    for part in ("oldInputs", "olds", "news"):
        assert sorted(diff[part]["file"]) == ["4dabf18193072939515e22adb298388d", "hash"]
        assert sorted(diff[part]["more"]) == ["4dabf18193072939515e22adb298388d", "hash"]
    assert probe.requests(home, "Update")[0]["news"]["file"]["text"] == "two"

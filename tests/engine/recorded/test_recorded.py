"""Each recorded case on the embedded engine: the same steps, calls, errors, states and outputs as the CLI's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from moorage.engine import providers
from tests.engine.recorded import case, observation, recording, replay
from tests.engine.recorded.things import install, world


@pytest.mark.parametrize("name", case.names())
def test_the_engine_does_what_the_cli_did(name: str, tmp_path: Path) -> None:
    """The programs of a case take the same steps, under the order that holds, and leave the same state."""
    found = case.load(name)
    theirs = recording.read(found)
    ours = replay.play(found, tmp_path / "case")
    differences = recording.differences(theirs["runs"], ours.runs)
    assert not differences, "\n".join(differences)
    assert ours.violations == []
    last = case.Operation("preview", [found.last_program], "")
    events: list[observation.Event] = []
    replay.execute(ours.project, found, last, events.append)
    assert observation.changes(events) == theirs["again"]


@pytest.mark.parametrize("name", ["lifecycle", "half_done", "delete_before_replace", "secrets", "coarse_diffs"])
def test_a_plugin_is_asked_for_the_same(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the package in the CLI's plugin rather than in process, a case goes the same way."""
    install.plugin(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv(world.VARIABLE, str(tmp_path / "case/world"))
    found = case.load(name)
    ours = replay.play(found, tmp_path / "case", providers.find)
    differences = recording.differences(recording.read(found)["runs"], ours.runs)
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize("name", case.names())
def test_each_engine_took_the_state_of_the_other(name: str) -> None:
    """At the end of a case, each engine saw on the other's state what the CLI saw on its own."""
    assert recording.read(case.load(name))["crossed"] == recording.CROSSED

"""Each recorded case on the embedded engine: the same steps, calls, errors, states and outputs as the CLI's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.recorded import case, observation, recording, replay


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


@pytest.mark.parametrize("name", case.names())
def test_each_engine_took_the_state_of_the_other(name: str) -> None:
    """At the end of a case, each engine saw on the other's state what the CLI saw on its own."""
    assert recording.read(case.load(name))["crossed"] == recording.CROSSED

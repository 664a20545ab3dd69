"""Faults in the middle of a run: one clear message, and a state that tells what exists."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from moorage.engine import events, files
from moorage.engine.state import statefile
from tests.engine.crash import disk, play, worlds

GOALS = [play.thing(name, {"size": 1}) for name in "abc"]


class Full(disk.Quick):
    """A disk with room for so many more writes."""

    def __init__(self, room: int) -> None:
        self.room = room

    def pwrite(self, handle: int, data: bytes, at: int) -> int:
        """Write, as long as there is room; the last write is half done."""
        self.room -= 1
        if self.room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return os.pwrite(handle, data[: len(data) // 2] if not self.room else data, at)


def _errors(said: list[events.Event]) -> list[str]:
    found = [event["diagnosticEvent"] for event in said if "diagnosticEvent" in event]
    return [each["message"].strip() for each in found if each["severity"] == "error"]


@pytest.mark.parametrize("room", range(4, 20))
def test_a_full_disk_ends_the_run_with_one_line_and_a_true_state(
    tmp_path: Path, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it gets full: no effect starts unrecorded, what was done is recorded or listed, the next run ends right.

    Room for fewer writes than four is too little for the lock and the state itself.
    """
    world = worlds.Findable(tmp_path / "world")
    said: list[events.Event] = []
    with monkeypatch.context() as patched:
        patched.setattr(files, "os", Full(room))
        outcome = play.up(tmp_path, lambda _: world, GOALS, said)
    errors = _errors(said)
    assert outcome.ok == (not errors)
    for line in errors:
        assert line.startswith("the state cannot be saved: ")
        assert line.endswith("no space left on device")
    known = play.open_store(tmp_path).load()
    listed = [each.resource.inputs["name"] for each in known.operations] if known else []
    recorded = [row.id for row in known.resources if row.type == "world:index:Thing"] if known else []
    assert set(world.things()) <= {*listed, *recorded}
    assert play.up(tmp_path, lambda _: world, GOALS).ok
    assert sorted(play.rows(tmp_path)) == sorted(world.things())


def test_a_full_disk_is_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The counts above reach from the first write of the journal to the last of the run."""
    world = worlds.Findable(tmp_path / "world")
    full = Full(1000)
    monkeypatch.setattr(files, "os", full)
    assert play.up(tmp_path, lambda _: world, GOALS).ok
    assert 12 <= 1000 - full.room <= 20


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-40]), None),
        (
            lambda path: path.write_bytes(path.read_bytes().replace(b"begin", b"begun", 1)),
            r"line 2 is damaged; ",
        ),
        (lambda path: path.unlink(), r"the journal of an interrupted run is missing; the state before that run is in"),
    ],
    ids=["cut", "changed", "removed"],
)
def test_a_damaged_journal_is_refused(tmp_path: Path, damage: Any, message: str | None) -> None:
    """One line says what is wrong and where the state of before lies; a last line that was cut off is no damage."""
    _killed(tmp_path)
    journal = tmp_path / ".pulumi" / "journal" / "crash" / "dev.journal"
    damage(journal)
    if message is None:
        assert play.open_store(tmp_path).load() is not None
        return
    with pytest.raises(statefile.StateError, match=message) as error:
        play.open_store(tmp_path).load()
    assert str(error.value).endswith("/.pulumi/stacks/crash/dev.json.bak")
    assert "\n" not in str(error.value)


def test_a_state_that_was_changed_after_a_kill_is_refused(tmp_path: Path) -> None:
    """The journal is not of that state: it is neither followed nor thrown away."""
    _killed(tmp_path)
    path = tmp_path / ".pulumi" / "stacks" / "crash" / "dev.json"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(statefile.StateError, match=r"/dev\.json: it was changed after a run was interrupted, whose"):
        play.open_store(tmp_path).load()
    assert (tmp_path / ".pulumi" / "journal" / "crash" / "dev.journal").exists()


def _killed(folder: Path) -> None:
    """Leave what a run leaves that is killed after its first creation."""
    world = worlds.Findable(folder / "world")
    assert play.up(folder, lambda _: world, []).ok

    store = play.open_store(folder)
    recorder = store.recorder()
    row = play.resource.Resource("urn:pulumi:dev::crash::world:index:Thing::a", "world:index:Thing", custom=True)
    recorder.append([{"begin": 0, "row": row, "type": "creating"}])
    recorder.append([{"end": 0}, {"add": 0, "row": row}])

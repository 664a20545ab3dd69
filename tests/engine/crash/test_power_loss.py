"""Power loss: the recorded writes of a run are cut at every sync and effect; from each, the next run ends right."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from moorage.engine import files, values
from moorage.engine.deploy import goal
from tests.engine.crash import disk, play, worlds

FIRST = [
    play.thing("a", {"fixed": 1}),
    play.thing("b", {"size": 1, "secret": values.Secret("s3cret")}, ["a"]),
    play.thing("c", {"size": 1}, ["b"]),
    play.thing("f", {"fixed": 1, "first": True}),
]
SECOND = [
    play.thing("a", {"fixed": 2}),
    play.thing("b", {"size": 2, "secret": values.Secret("s3cret")}, ["a"]),
    play.thing("d", {"size": 1}, ["a"]),
    play.thing("e", {"size": 1}),
    play.thing("f", {"fixed": 2, "first": True}),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of the project; what is made goes to `world` beside it."""
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def _recorded(folder: Path, goals: Sequence[goal.Goal], monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Run, and return every call for the disk; each effect notes the world before and after it."""
    recorder = disk.Disk(folder)
    world = worlds.Findable(folder.parent / "world", lambda: recorder.show("world", world.things))
    with monkeypatch.context() as patched:
        patched.setattr(files, "os", recorder)
        assert play.up(folder, lambda _: world, goals).ok
    return [disk.relative(call, folder) for call in recorder.calls]


def _state(folder: Path) -> tuple[dict[Path, bytes], set[Path]]:
    """Return what is on the disk before a run."""
    paths = {Path("/disk") / path.relative_to(folder): path for path in folder.rglob("*") if "locks" not in path.parts}
    content = {name: path.read_bytes() for name, path in paths.items() if path.is_file()}
    return content, {name for name, path in paths.items() if path.is_dir()}


@pytest.mark.parametrize("loss", disk.LOSSES)
@pytest.mark.parametrize("goals", [FIRST, SECOND], ids=["from-nothing", "from-a-state"])
def test_whatever_a_power_cut_leaves_the_next_run_ends_right(
    folder: Path, loss: disk.Loss, goals: list[goal.Goal], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing is lost, doubled or left over: what is recorded is what exists is what the program asks for."""
    world = tmp_path / "world"
    if goals is SECOND:
        assert play.up(folder, lambda _: worlds.Findable(world), FIRST).ok
    else:
        play.asked(folder, lambda _: worlds.Findable(world))
    before, folders = _state(folder)
    at_first = worlds.Findable(world).things()
    calls = _recorded(folder, goals, monkeypatch)
    assert ("remove", Path("/disk/.pulumi/journal/crash/dev.journal")) in calls
    cuts = [at for at, call in enumerate(calls) if call[0] in ("sync", "world")]
    assert len(cuts) > 20
    monkeypatch.setattr(files, "os", disk.Quick())
    for cut in [*cuts, len(calls)]:
        again = tmp_path / f"cut-{cut}"
        _cut(again, (before, folders), at_first, calls[:cut], loss)
        _ends_right(again, goals)
        shutil.rmtree(again)


def _cut(
    root: Path,
    before: tuple[dict[Path, bytes], set[Path]],
    things: dict[str, values.Values],
    calls: Sequence[tuple[Any, ...]],
    loss: disk.Loss,
) -> None:
    image = disk.Image(*before)
    for call in calls:
        image.follow(call)
        if call[0] == "world":
            things = call[1]
    (root / "project").mkdir(parents=True)
    image.write(root / "project", loss)
    world = worlds.Findable(root / "world")
    for id_, inputs in things.items():
        (world.folder / f"{id_}.json").write_text(json.dumps(inputs))


def _ends_right(root: Path, goals: Sequence[goal.Goal]) -> None:
    world = worlds.Findable(root / "world")
    said: list[dict[str, Any]] = []
    outcome = play.up(root / "project", lambda _: world, goals, said)
    assert outcome.ok, [event for event in said if "diagnosticEvent" in event]
    recorded = play.rows(root / "project")
    assert sorted(recorded) == sorted(world.things())
    wanted = play.told(goals)
    assert {row.urn.rpartition("::")[2]: play.plain(row) for row in recorded.values()} == wanted
    names = {id_.rpartition("-")[0]: thing for id_, thing in world.things().items()}
    assert {name: {key: thing[key] for key in thing if key != "name"} for name, thing in names.items()} == wanted
    again = play.up(root / "project", lambda _: world, goals)
    assert set(again.changes) == {"same"}

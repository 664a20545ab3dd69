"""What a run does about effects that a killed one left without a result."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from moorage.engine import events, resource, run
from moorage.engine.state import checkpoint
from tests.engine.crash import play, worlds

PREFIX = "urn:pulumi:dev::crash::"
PROVIDER = resource.Resource(
    f"{PREFIX}pulumi:providers:world::default", "pulumi:providers:world", custom=True, id="0f2b"
)
THING = resource.Resource(
    f"{PREFIX}world:index:Thing::a",
    "world:index:Thing",
    custom=True,
    provider=f"{PROVIDER.urn}::0f2b",
    inputs={"name": "a-1", "size": 1},
)
GOALS = [play.thing("a", {"size": 1})]


@pytest.fixture
def world(tmp_path: Path) -> worlds.Findable:
    """Return a provider that can be asked."""
    return worlds.Findable(tmp_path / "world")


def _interrupted(folder: Path, kind: str, *rows: resource.Resource, row: resource.Resource = THING) -> None:
    """Write the state that a run of either engine leaves when it is killed during an effect."""
    operation = resource.Operation(row, kind)
    play.open_store(folder).save(checkpoint.Snapshot([PROVIDER, *rows], [operation]))


def _up(folder: Path, world: worlds.Silent) -> tuple[run.Outcome, str]:
    """Run; return the outcome and the errors."""
    said: list[events.Event] = []
    outcome = play.up(folder, lambda _: world, GOALS, said)
    found = [event["diagnosticEvent"] for event in said if "diagnosticEvent" in event]
    return outcome, "".join(each["message"] for each in found if each["severity"] == "error")


def _refresh(folder: Path, world: worlds.Silent, **options: object) -> tuple[run.Outcome, str]:
    said: list[events.Event] = []
    outcome = run.refresh(play.asked(folder, lambda _: world, **options), said.append)
    found = [event["diagnosticEvent"] for event in said if "diagnosticEvent" in event]
    return outcome, "".join(each["message"] for each in found if each["severity"] in ("error", "warning"))


def _exists(world: worlds.Silent, name: str, size: int = 1) -> None:
    (world.folder / f"{name}.json").write_text(f'{{"name": "{name}", "size": {size}}}')


def test_what_was_created_is_adopted(tmp_path: Path, world: worlds.Findable) -> None:
    """It is recorded as it is and then planned as any other."""
    _interrupted(tmp_path, "creating")
    _exists(world, "a-1")
    outcome, _ = _up(tmp_path, world)
    assert (outcome.ok, dict(outcome.changes)) == (True, {"same": 1})
    assert sorted(play.rows(tmp_path)) == sorted(world.things()) == ["a-1"]


def test_what_was_not_created_is_forgotten(tmp_path: Path, world: worlds.Findable) -> None:
    """The provider says that there is no such thing: it is created anew."""
    _interrupted(tmp_path, "creating")
    outcome, _ = _up(tmp_path, world)
    assert (outcome.ok, dict(outcome.changes)) == (True, {"create": 1})
    assert list(play.rows(tmp_path)) == list(world.things())


def test_an_older_resource_of_the_same_name_is_not_taken_for_the_new_one(
    tmp_path: Path, world: worlds.Findable
) -> None:
    """What is recorded already was not made by the interrupted run."""
    recorded = dataclasses.replace(THING, id="a-1", outputs={"name": "a-1", "size": 1})
    _interrupted(tmp_path, "creating", recorded)
    _exists(world, "a-1")
    outcome, _ = _up(tmp_path, world)
    assert (outcome.ok, dict(outcome.changes)) == (True, {"same": 1})
    assert list(play.rows(tmp_path)) == ["a-1"]


@pytest.mark.parametrize(("size", "change"), [(1, "same"), (0, "update")])
def test_what_was_updated_is_read_anew(tmp_path: Path, world: worlds.Findable, size: int, change: str) -> None:
    """Whether the change was made is seen, not guessed."""
    recorded = dataclasses.replace(THING, id="a-1", inputs={"name": "a-1", "size": 0})
    _interrupted(tmp_path, "updating", recorded, row=dataclasses.replace(THING, id="a-1"))
    _exists(world, "a-1", size)
    outcome, _ = _up(tmp_path, world)
    assert (outcome.ok, dict(outcome.changes)) == (True, {change: 1})
    assert world.things() == {"a-1": {"name": "a-1", "size": 1}}
    play.rows(tmp_path)


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("provider", [worlds.Findable, worlds.Silent])
def test_what_was_deleted_is_created_again_if_it_is_gone(
    tmp_path: Path, provider: type[worlds.Silent], *, there: bool
) -> None:
    """The program has it again: one that can be asked may still have it; of a silent one it is deleted for sure."""
    world = provider(tmp_path / "world")
    recorded = dataclasses.replace(THING, id="a-1", outputs={"name": "a-1", "size": 1})
    _interrupted(tmp_path, "deleting", recorded, row=recorded)
    if there:
        _exists(world, "a-1")
    outcome, _ = _up(tmp_path, world)
    assert outcome.ok
    kept = there and provider is worlds.Findable
    assert [op for op, _ in outcome.steps if op != "refresh"] == (
        ["same"] if kept else ["create"] if provider is worlds.Findable else ["delete", "create"]
    )
    assert list(play.rows(tmp_path)) == list(world.things())


def test_a_silent_provider_leaves_it_to_the_user(tmp_path: Path) -> None:
    """`up` ends before anything is done, and names the resource and the commands; nothing is taken off the list."""
    world = worlds.Silent(tmp_path / "world")
    _interrupted(tmp_path, "creating")
    for _ in range(2):
        outcome, error = _up(tmp_path, world)
        assert (outcome.ok, [each.resource.urn for each in outcome.pending]) == (False, [THING.urn])
        assert f"  * {THING.urn}, interrupted while creating\n" in error
        assert f"moorage refresh --import-pending-creates {THING.urn} ID " in error
        assert "moorage refresh --clear-pending-creates " in error
    assert world.things() == {}


def test_the_user_says_that_it_exists(tmp_path: Path) -> None:
    """It is recorded under the id that the user gives, as it is."""
    world = worlds.Silent(tmp_path / "world")
    _interrupted(tmp_path, "creating")
    _exists(world, "a-1")
    outcome, _ = _refresh(tmp_path, world, import_pending_creates={THING.urn: "a-1"})
    assert outcome.ok
    assert list(play.rows(tmp_path)) == ["a-1"]
    assert dict(_up(tmp_path, world)[0].changes) == {"same": 1}


def test_the_user_says_that_it_does_not_exist(tmp_path: Path) -> None:
    """A refresh hands it on, and forgets it only when told to."""
    world = worlds.Silent(tmp_path / "world")
    _interrupted(tmp_path, "creating")
    outcome, said = _refresh(tmp_path, world)
    assert outcome.ok
    assert "interrupted while creating" in said
    assert _refresh(tmp_path, world, clear_pending_creates=True)[0].ok
    play.rows(tmp_path)
    assert dict(_up(tmp_path, world)[0].changes) == {"create": 1}


def test_wrong_decisions_change_nothing(tmp_path: Path) -> None:
    """An id that leads nowhere and a URN that is not pending are said; the operation stays listed."""
    world = worlds.Silent(tmp_path / "world")
    _interrupted(tmp_path, "creating")
    for ids, message in (
        ({THING.urn: "a-9"}, "resource 'a-9' does not exist\n"),
        ({f"{THING.urn}x": "a-1"}, f"{THING.urn}x: no run was interrupted while creating it; did you mean "),
    ):
        outcome, said = _refresh(tmp_path, world, import_pending_creates=ids)
        assert not outcome.ok
        assert said.startswith(message)
        assert [each.resource.urn for each in outcome.pending] == [THING.urn]

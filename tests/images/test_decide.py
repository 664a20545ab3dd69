"""Decisions on bases: taken once, recorded, and not taken again because a registry came or went."""

from __future__ import annotations

import os
import pathlib
import threading

import pytest

from components.core.operations import OperationError
from components.images import bases, decide, holding, lock, registry
from components.images.local import make, mmdebstrap, recipes, remembered
from tests.images.deciding import DIGEST, FOUND, GONE, NAME, World

RECIPE = recipes.Recipe("runtime", "bookworm", "extract", (*recipes.RUNTIME, "python3"))
MOVED = "base-files, base-passwd, busybox-static, ca-certificates, coreutils and 7 more"


@pytest.fixture
def world(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return a project without locks, no registry in reach."""
    return World(tmp_path, monkeypatch)


def test_a_registrys_answer_is_shared(world: World) -> None:
    """Its digest enters `images.lock`; nothing is made."""
    world.answer = FOUND
    found = world.decide()
    assert (found.shared[NAME].digest, found.shared[NAME].repository) == (DIGEST, "docker.io/library/python")
    assert lock.read(world.root).shared == found.shared
    assert (world.made, (world.root / lock.OWN).exists()) == ([], False)


def test_without_a_registry_it_is_made_here(world: World) -> None:
    """What was made enters the ignored file, not the shared one."""
    world.decide()
    assert (world.made, list(lock.read(world.root).own)) == ([NAME], [NAME])
    assert not (world.root / lock.SHARED).exists()


@pytest.mark.parametrize(("first", "then"), [(GONE, FOUND), (FOUND, GONE)], ids=["comes", "goes"])
def test_nothing_is_decided_again(first: registry.Answer, then: registry.Answer, world: World) -> None:
    """A registry that comes or goes later is not even asked."""
    world.answer = first
    before = world.decide()
    world.answer = then
    assert world.decide() == before
    assert world.asked == [NAME]


def test_refresh_decides_again(world: World) -> None:
    """A refresh asks, and a registry's answer takes the place of what was made here."""
    world.decide()
    world.answer = FOUND
    found = world.decide(refresh=True)
    assert (list(found.shared), list(found.own)) == ([NAME], [])


def test_a_refresh_without_a_registry_keeps_what_is_shared(world: World) -> None:
    """A pin that others build on is not dropped because this machine reaches no registry."""
    world.answer = FOUND
    before = world.decide()
    world.answer = GONE
    assert world.decide(refresh=True) == before == lock.read(world.root)
    assert world.made == []
    assert world.said[-1].endswith("; what images.lock records stays")


def test_a_lost_archive_is_made_again(world: World) -> None:
    """The same bytes: the record stays. Others: the record and a line say so. No registry is asked either way."""
    before = world.decide()
    file = world.cache / f"{before.own[NAME].root.sha256}.tar.gz"
    file.unlink()
    assert world.decide() == before
    file.write_bytes(b"spoiled")
    world.archive = b"two"
    after = world.decide()
    assert after.own[NAME].packages["python3"] == "two"
    assert world.asked == [NAME]
    assert world.said[-1] == f"{NAME}: it is another one now, because Debian's packages moved on: {MOVED}"


def test_a_second_clone_takes_what_the_machine_has(world: World, tmp_path: pathlib.Path) -> None:
    """Another clone on the same machine builds on the same bytes, without network or work."""
    first = world.decide()
    (tmp_path / "clone").mkdir()
    world.answer = FOUND
    assert world.decide(root=tmp_path / "clone") == first
    assert (world.asked, world.made) == ([NAME], [NAME])


def test_a_digest_needs_nothing(world: World) -> None:
    """A name with a digest is neither asked for nor recorded."""
    found = world.decide(f"{NAME}@{DIGEST}")
    assert (world.asked, found) == ([], lock.Lock({}, {}))


def test_what_can_be_had_nowhere_is_one_line(world: World) -> None:
    """No registry, and no recipe: the line says which names there are."""
    with pytest.raises(OperationError) as error:
        world.decide("python:3.12-slim-bookworm")
    assert str(error.value) == (
        "python:3.12-slim-bookworm: no registry answers, and it cannot be made from Debian's packages; these can: "
        "python:3.11-slim-bookworm, python:3.13-slim-trixie, debian:bookworm-slim, debian:trixie-slim"
    )


def test_a_lost_part_that_moved_on_is_recorded(world: World) -> None:
    """Its root file system is the same: what unpacks it is another one now, and the next decision finds all there."""
    before = world.decide()
    (world.cache / f"{before.own[NAME].unpacker.sha256}.busybox").unlink()
    world.unpacker = b"newer"
    after = world.decide()
    assert (after.own[NAME].root, after.own[NAME].unpacker.size) == (before.own[NAME].root, 5)
    assert world.decide() == after
    assert world.made == [NAME, NAME]


def test_what_did_not_move_keeps_its_day(world: World) -> None:
    """A refresh that finds the same digest leaves the committed file as it is."""
    world.answer = FOUND
    world.decide()
    file = world.root / lock.SHARED
    old = file.read_text(encoding="utf-8").replace(lock.read(world.root).shared[NAME].date, "2020-02-02")
    file.write_text(old, encoding="utf-8")
    world.decide(refresh=True)
    assert file.read_text(encoding="utf-8") == old


def test_what_debian_makes_the_same_keeps_its_day(world: World) -> None:
    """So does a base that is made here again with the same bytes; with others it is recorded, and said."""
    world.decide()
    file = world.root / lock.OWN
    old = file.read_text(encoding="utf-8").replace("2026-01-02", "2020-02-02")
    file.write_text(old, encoding="utf-8")
    world.decide(refresh=True)
    assert file.read_text(encoding="utf-8") == old
    assert world.said[-1] == f"{NAME}: Debian has nothing newer"
    world.archive = b"two"
    assert world.decide(refresh=True).own[NAME].packages["python3"] == "two"
    assert world.made == [NAME] * 3


def test_two_runs_decide_one_after_the_other(world: World, tmp_path: pathlib.Path) -> None:
    """The second says whom it waits for, and takes what the first one made: it is made once."""
    clone = tmp_path / "clone"
    clone.mkdir()
    held, waits = threading.Event(), threading.Event()

    def say(line: str) -> None:
        world.said.append(line)
        waits.set()

    def first() -> None:
        with holding.hold(world.cache, say):
            held.set()
            assert waits.wait(30)
            made = world.make(bases.Wanted(NAME), RECIPE, "linux/amd64", world.shop)
            remembered.record(bases.Wanted(NAME), made, world.cache)

    shop = make.Workshop(world.cache, say, install=True)
    one = threading.Thread(target=first)
    one.start()
    assert held.wait(30)
    found = decide.decide(clone, [bases.Wanted(NAME)], shop, platforms=("linux/amd64",))
    one.join(30)
    assert world.said[0] == f"waiting: process {os.getpid()} decides on bases ({world.cache / holding.FILE})"
    assert (world.made, list(found.own), list(lock.read(clone).own)) == ([NAME], [NAME], [NAME])


def test_a_preview_installs_nothing(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes bases is missing: the line names the command that may bring it, and no program is run."""
    monkeypatch.setattr(registry, "ask", lambda _name: GONE)
    monkeypatch.setattr(mmdebstrap, "lacking", lambda: ["mmdebstrap"])
    monkeypatch.setattr(mmdebstrap, "run", lambda argv: pytest.fail(f"ran {argv}"))
    shop = make.Workshop(tmp_path / "cache", lambda _line: None, install=False)
    with pytest.raises(OperationError) as error:
        decide.decide(tmp_path, [bases.Wanted(NAME)], shop, platforms=("linux/amd64",))
    line = "no registry answers, and mmdebstrap is not here to make the base; run: moorage images lock"
    assert str(error.value) == line
    assert not (tmp_path / lock.OWN).exists()


def test_a_recipe_that_asks_for_more_makes_another(world: World, tmp_path: pathlib.Path) -> None:
    """What was made before without a package that is needed by now is no match for a new clone."""
    first = world.decide()
    file = next(world.cache.glob("python*.json"))
    file.write_text(file.read_text(encoding="utf-8").replace('"libstdc++6"', '"libold6"'), encoding="utf-8")
    (tmp_path / "clone").mkdir()
    assert world.decide(root=tmp_path / "clone").own[NAME].packages == first.own[NAME].packages
    assert world.made == [NAME, NAME]

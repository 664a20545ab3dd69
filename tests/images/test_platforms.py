"""Decisions on bases for several platforms: what is recorded is there for all that anybody builds for."""

from __future__ import annotations

import pathlib
import platform

import pytest

from components.core.operations import OperationError
from components.images import decide, lock, registry
from tests.images.deciding import DIGEST, FOUND, GONE, NAME, World


@pytest.fixture
def world(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return a project without locks, no registry in reach."""
    return World(tmp_path, monkeypatch)


def test_a_refresh_keeps_the_platforms_of_other_stacks(world: World) -> None:
    """What one stack refreshes, another that builds for other machines still finds; not what the image has no more."""
    world.answer = FOUND
    world.decide(platforms=("linux/amd64", "linux/arm64"))
    world.answer = registry.Found(f"sha256:{'2' * 64}", ("linux/amd64", "linux/arm64"))
    found = world.decide(refresh=True)
    assert (found.shared[NAME].digest[-1], found.shared[NAME].platforms) == ("2", ["linux/amd64", "linux/arm64"])
    world.answer = registry.Found(DIGEST, ("linux/amd64",))
    assert world.decide(refresh=True).shared[NAME].platforms == ["linux/amd64"]


def test_a_variant_of_a_platform_is_found(world: World) -> None:
    """An index lists variants; whoever names none takes the one that is there, and whoever does gets that one."""
    world.answer = registry.Found(DIGEST, ("linux/amd64", "linux/arm/v7", "linux/arm64/v8"))
    wanted = ("linux/arm/v7", "linux/arm64")
    assert world.decide(platforms=wanted).shared[NAME].platforms == list(wanted)
    with pytest.raises(OperationError, match="not there for linux/arm/v6, only for linux/amd64, linux/arm/v7"):
        world.decide(platforms=("linux/arm/v6",))


def test_a_missing_platform_is_one_line(world: World) -> None:
    """An image for other machines is refused."""
    world.answer = registry.Found(DIGEST, ("linux/s390x",))
    with pytest.raises(OperationError, match="not there for linux/amd64, only for linux/s390x"):
        world.decide()


def test_a_foreign_platform_is_not_made_here(world: World) -> None:
    """Without a registry only this machine's own platform can be had: nothing is made, nothing recorded."""
    with pytest.raises(OperationError) as error:
        world.decide(platforms=("linux/s390x",))
    here = f"linux/{decide.ARCHITECTURES[platform.machine()]}"
    line = f"{NAME}: no registry answers, and this machine ({here}) makes no base for linux/s390x"
    assert (str(error.value), world.made, lock.read(world.root)) == (line, [], lock.Lock({}, {}))


def test_another_platform_keeps_the_digest(world: World) -> None:
    """A target of another architecture widens the record: the image stays, though its tag has moved since."""
    world.answer = FOUND
    world.decide()
    found = world.decide(platforms=("linux/arm64",))
    assert world.asked == [NAME, f"docker.io/library/python@{DIGEST}"]
    assert (found.shared[NAME].digest, found.shared[NAME].platforms) == (DIGEST, ["linux/amd64", "linux/arm64"])
    assert world.decide(platforms=("linux/amd64", "linux/arm64")) == found
    with pytest.raises(OperationError, match="not there for linux/s390x, only for linux/amd64, linux/arm64"):
        world.decide(platforms=("linux/s390x",))
    world.answer = GONE
    with pytest.raises(OperationError) as error:
        world.decide(platforms=("linux/s390x",))
    assert str(error.value) == (
        f"{NAME}: images.lock records it for linux/amd64, linux/arm64, not for linux/s390x,"
        " and no registry answers (no such host)"
    )

"""Places: a run that builds keeps its context, whatever other runs of the stack have in mind meanwhile."""

from __future__ import annotations

import multiprocessing
import pathlib
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

import pytest

from components.images import places, staging

ONE = staging.Context("FROM scratch\n", (staging.File("app/main.py", b"one\n"),))
TWO = staging.Context("FROM scratch\n", (staging.File("app/main.py", b"two\n"), staging.File("app/more", b"")))


def _program(context: staging.Context, folder: pathlib.Path, waiting: bool, pipe: Connection) -> None:
    pipe.send(places.put(context, folder, waiting=waiting))
    pipe.recv()


class Other:
    """Another program, which has its context in place and runs until it is told to end."""

    def __init__(self, context: staging.Context, folder: pathlib.Path, *, waiting: bool = False) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        arguments = (context, folder, waiting, theirs)
        self.process = multiprocessing.get_context("spawn").Process(target=_program, args=arguments, daemon=True)
        self.process.start()

    def place(self) -> pathlib.Path:
        """Return where its context lies."""
        assert self.pipe.poll(60), "it does not get its place"
        place: pathlib.Path = self.pipe.recv()
        return place

    def end(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.join()


@pytest.fixture
def start(tmp_path: pathlib.Path) -> Iterator[Callable[..., Other]]:
    """Return what starts another program on the image `shop`."""
    others: list[Other] = []

    def start(context: staging.Context, *, waiting: bool = False) -> Other:
        others.append(Other(context, tmp_path / "shop", waiting=waiting))
        return others[-1]

    yield start
    for other in others:
        other.end()


def content(folder: pathlib.Path) -> dict[str, bytes]:
    """Return every file by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_preview_leaves_alone_what_is_being_built(start: Callable[..., Other], tmp_path: pathlib.Path) -> None:
    """While one builds, a preview with another content takes a folder beside; with the same one it shares."""
    folder = tmp_path / "shop"
    building = start(ONE, waiting=True)
    assert building.place() == folder
    before = content(folder)
    beside = start(TWO).place()
    assert beside == tmp_path / f"shop@{TWO.key[:12]}"
    assert content(folder) == before
    assert content(beside)["app/main.py"] == b"two\n"
    assert start(ONE).place() == folder
    assert start(TWO).place() == beside


def test_a_deployment_waits_for_its_usual_place(start: Callable[..., Other], tmp_path: pathlib.Path) -> None:
    """What it records is always the same path: it goes on once the preview that uses it has ended."""
    folder = tmp_path / "shop"
    preview = start(ONE)
    assert preview.place() == folder
    deploying = start(TWO, waiting=True)
    assert not deploying.pipe.poll(1)
    assert content(folder)["app/main.py"] == b"one\n"
    preview.end()
    assert deploying.place() == folder
    assert content(folder)["app/main.py"] == b"two\n"


def test_what_others_left_beside_goes(start: Callable[..., Other], tmp_path: pathlib.Path) -> None:
    """A folder beside goes with the first run after the one that used it, and not before."""
    start(ONE).place()
    preview = start(TWO)
    beside = preview.place()
    start(ONE).place()
    assert beside.is_dir()
    preview.end()
    start(ONE).place()
    assert not beside.exists()


def test_one_run_after_the_other_uses_one_folder(start: Callable[..., Other], tmp_path: pathlib.Path) -> None:
    """A killed run keeps nothing: the next one writes over what it had."""
    for context, text in ((ONE, b"one\n"), (TWO, b"two\n"), (ONE, b"one\n")):
        other = start(context)
        assert other.place() == tmp_path / "shop"
        assert content(tmp_path / "shop")["app/main.py"] == text
        other.end()

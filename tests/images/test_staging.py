"""Staging: what decides the key, and a folder that holds exactly the context."""

from __future__ import annotations

import os
import pathlib
import stat
from collections.abc import Callable

import pytest

from components.images import staging

APP = (staging.File("app/main.py", b"print()\n"), staging.File("app/run", b"#!/bin/sh\n", executable=True))
CONTEXT = staging.Context("FROM scratch\n", APP)


def snapshot(folder: pathlib.Path) -> dict[str, tuple[int, int, bytes]]:
    """Return mode, time and content of each file."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes())
        for path in files
    }


def test_path_clock_and_mask_change_nothing(tmp_path: pathlib.Path) -> None:
    """Two folders, written with different masks, hold the same modes, times and contents."""
    old = os.umask(0o077)
    try:
        staging.write(CONTEXT, tmp_path / "one")
        os.umask(0o002)
        staging.write(CONTEXT, tmp_path / "elsewhere" / "two")
    finally:
        os.umask(old)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "elsewhere" / "two")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "one").rglob("*") if path.is_dir()}
    assert modes == {0o755}


def test_the_key_does_not_depend_on_order() -> None:
    """Entries in another order give the same key."""
    assert staging.Context(CONTEXT.dockerfile, APP[::-1]).key == CONTEXT.key


@pytest.mark.parametrize(
    "other",
    [
        staging.Context("FROM base\n", APP),
        staging.Context(CONTEXT.dockerfile, APP[:1]),
        staging.Context(CONTEXT.dockerfile, (staging.File("app/main.py", b"print(1)\n"), APP[1])),
        staging.Context(CONTEXT.dockerfile, (staging.File("app/main2.py", b"print()\n"), APP[1])),
        staging.Context(CONTEXT.dockerfile, (staging.File("app/main.py", b"print()\n", executable=True), APP[1])),
        staging.Context(CONTEXT.dockerfile, (*APP, staging.Linked("base", pathlib.Path("/x"), "0" * 64, 1))),
        staging.Context(CONTEXT.dockerfile, APP, {"VERSION": "1"}),
        staging.Context(CONTEXT.dockerfile, APP, {"VERSION": "2"}),
    ],
    ids=["dockerfile", "one less", "content", "path", "mode", "base", "argument", "its value"],
)
def test_every_difference_changes_the_key(other: staging.Context) -> None:
    """A changed Dockerfile, content, path, mode, base or argument is another key."""
    assert other.key not in (CONTEXT.key, staging.Context(CONTEXT.dockerfile, APP, {"VERSION": ""}).key)


def test_the_same_again_touches_nothing(tmp_path: pathlib.Path) -> None:
    """A second write replaces no file, so that a builder sends nothing."""
    staging.write(CONTEXT, tmp_path)
    inodes = {path: path.stat().st_ino for path in tmp_path.rglob("*")}
    staging.write(CONTEXT, tmp_path)
    assert {path: path.stat().st_ino for path in tmp_path.rglob("*")} == inodes


def test_equal_sizes_still_differ_in_time(tmp_path: pathlib.Path) -> None:
    """A change that keeps the size changes the time: builders that compare both see it."""
    before, after = staging.File("a", b"one"), staging.File("a", b"two")
    staging.write(staging.Context("", (before,)), tmp_path)
    first = (tmp_path / "a").stat()
    staging.write(staging.Context("", (after,)), tmp_path)
    second = (tmp_path / "a").stat()
    assert (tmp_path / "a").read_bytes() == b"two"
    assert first.st_size == second.st_size
    assert first.st_mtime_ns != second.st_mtime_ns


def _write(path: pathlib.Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("SECRET=1", encoding="utf-8")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: _write(folder / "app" / ".env"),
        lambda folder: _write(folder / "old" / "deep" / "file"),
        lambda folder: (folder / "app" / "link").symlink_to("/etc/passwd"),
        lambda folder: (folder / "app" / "main.py").chmod(0o600),
        lambda folder: (folder / "app" / "main.py").write_text("exit(1)\n"),
        lambda folder: ((folder / "app" / "main.py").unlink(), (folder / "app" / "main.py").mkdir()),
    ],
    ids=["another file", "another folder", "a link", "another mode", "another content", "a folder in its place"],
)
def test_the_folder_holds_exactly_the_context(spoil: Callable[[pathlib.Path], object], tmp_path: pathlib.Path) -> None:
    """Whatever was done to the folder, the next write puts it right."""
    staging.write(CONTEXT, tmp_path)
    good = snapshot(tmp_path)
    spoil(tmp_path)
    staging.write(CONTEXT, tmp_path)
    assert snapshot(tmp_path) == good
    assert not any(path.is_symlink() for path in tmp_path.rglob("*"))


def test_only_what_was_staged_is_sent() -> None:
    """The ignore file starts by refusing everything and names top-level entries alone."""
    odd = staging.Context("", (*APP, staging.File("we ird[1]/x", b"")))
    assert staging.ignore(odd) == "*\n!app\n!we?ird?1?\n"


def test_a_linked_file_shares_its_bytes(tmp_path: pathlib.Path) -> None:
    """A base is linked, not copied, where the file system can."""
    origin = tmp_path / "cache"
    origin.write_bytes(b"base")
    staging.write(staging.Context("", (staging.Linked("b", origin, "5" * 64, 4),)), tmp_path / "context")
    assert (tmp_path / "context" / "b").stat().st_ino == origin.stat().st_ino

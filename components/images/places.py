"""Places: where contexts lie for a builder. What one program builds from, no other changes while that one runs.

The contexts of an image share one folder, so that a builder is sent only what changed in it. A program holds a lock on
the folder that it builds from, shared, to its end. Another program, such as a preview while `up` builds, uses the same
folder when it has the same context, and one beside it when it has another.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pathlib
import shutil
from collections.abc import Generator

from components.images import staging

BESIDE = "@"
"""Stands between an image's name, which never holds it, and the key of a context that lies beside the usual place."""

_held: dict[tuple[int, int], int] = {}
"""An open descriptor for each folder that this process builds from, by device and inode: locks go with the process."""


def put(context: staging.Context, folder: pathlib.Path, *, waiting: bool) -> pathlib.Path:
    """Write `context` and return where it lies until this process ends: `folder`, unless others build from that.

    With `waiting`, it is waited for them: what a deployment records has to lie at the usual place.
    """
    with _turn(folder):
        for left in folder.parent.glob(f"{folder.name}{BESIDE}*"):
            if _alone(left, waiting=False):
                _release(left)
                shutil.rmtree(left)
        if not staging.holds(folder, context) and not _alone(folder, waiting=waiting):
            folder = folder.with_name(f"{folder.name}{BESIDE}{context.key[:12]}")
        # Nobody else builds from this folder, or it is right already and nothing in it is touched.
        staging.write(context, folder)
        _lock(folder, fcntl.LOCK_SH)
    return folder


@contextlib.contextmanager
def _turn(folder: pathlib.Path) -> Generator[None]:
    """Let one program after the other see to the folders of an image; only for this time a lock may get stronger."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f".{folder.name}.lock").open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _alone(folder: pathlib.Path, *, waiting: bool) -> bool:
    """Say whether no other program builds from a folder; none can begin to before the end of this turn."""
    if not folder.is_dir():
        return True
    before = _identity(folder) in _held
    try:
        _lock(folder, fcntl.LOCK_EX if waiting else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if before:  # what does not get stronger is lost
            _lock(folder, fcntl.LOCK_SH)
        else:
            _release(folder)
        return False
    return True


def _lock(folder: pathlib.Path, kind: int) -> None:
    found = _identity(folder)
    if found not in _held:
        _held[found] = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(_held[found], kind)


def _release(folder: pathlib.Path) -> None:
    os.close(_held.pop(_identity(folder)))


def _identity(folder: pathlib.Path) -> tuple[int, int]:
    found = folder.stat()
    return found.st_dev, found.st_ino

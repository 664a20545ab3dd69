"""The lock on a stack: the CLI's own files, so that each engine keeps the other out.

`.pulumi/locks/organization/<project>/<stack>/<uuid>.json` holds pid, username, hostname and timestamp.
Source: `pkg/backend/diy/lock.go` of pulumi/pulumi.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import shlex
import socket
import time
import uuid
from collections.abc import Generator
from pathlib import Path
from typing import Any

from moorage.engine import files
from moorage.engine.state import checkpoint, gojson, holder

_PATIENCE = 3.0
"""Seconds that a lock of a process which has ended is waited for."""


class LockedError(Exception):
    """Somebody else works on the stack; the text is one line: who, since when, what to do."""


@contextlib.contextmanager
def hold(folder: Path, stack: str) -> Generator[list[str]]:
    """Hold the stack's lock; `folder` is the one of its lock files.

    Yields one line for each lock of a run of ours that was killed: it is taken over.

    Raises:
        LockedError: It is held already. Nothing was changed then.

    """
    own = folder / f"{uuid.uuid4()}.json"
    left = _refuse(folder, stack, own)
    with _written(own, stack):
        # a second look: another process may have written its file between the first look and ours
        left += [each for each in _refuse(folder, stack, own) if each not in left]
        for each in left:
            _remove(each.path)
        yield [f"took over the lock of a run that was killed: {each.text}" for each in left]


def running(folder: Path) -> list[holder.Holder]:
    """Return the locks of runs that go on for sure."""
    return [each for each in map(holder.read, _others(folder)) if each.running]


def cancel(folder: Path) -> list[holder.Holder]:
    """Remove all locks of the stack, whoever holds them; return who did."""
    found = [each for each in map(holder.read, _others(folder)) if each.text]
    for each in found:
        _remove(each.path)
    return found


def _refuse(folder: Path, stack: str, own: Path) -> list[holder.Holder]:
    """Return the locks that nobody holds any more.

    What a killed run was just starting holds its lock on for a moment: until it is another program.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        others = [each for each in map(holder.read, _others(folder)) if each.path != own and each.text]
        living = [each for each in others if not each.dead]
        if not living or not all(each.ended for each in living) or time.monotonic() > deadline:
            break
        time.sleep(0.05)
    if living:
        holders = " and ".join(each.text for each in living)
        paths = " ".join(shlex.quote(str(each.path)) for each in living)
        msg = (
            f"stack {stack!r} is locked by {holders}; "
            f"wait for it to end, or remove the lock: moorage cancel {stack}, pulumi cancel {stack}, or rm {paths}"
        )
        raise LockedError(msg)
    return others


def _others(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".json" and not path.name.startswith("."))
    except FileNotFoundError:
        return []


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}.attrs").unlink(missing_ok=True)


@contextlib.contextmanager
def _written(path: Path, stack: str) -> Generator[None]:
    """Have the lock file, under `flock` from before it has its name. It need not outlive a loss of power."""
    files.folder(path.parent)
    temporary = path.with_name(f".{path.name}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, files.PRIVATE_FILE)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            kept = True
        except OSError:
            kept = False  # not on this file system: then the process id is all there is
        os.write(handle, gojson.text(_content(stack, kept=kept), sort=False).encode())
        temporary.replace(path)
        yield
    finally:
        temporary.unlink(missing_ok=True)
        _remove(path)
        os.close(handle)


def _content(stack: str, *, kept: bool) -> dict[str, Any]:
    try:
        user = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        user = str(os.getuid())  # a container's user may have no name
    return {
        "pid": os.getpid(),
        # the CLI shows this to whoever it keeps out
        "username": f"{user} (moorage; if it was killed, run: moorage cancel {stack})",
        "hostname": socket.gethostname(),
        "timestamp": checkpoint.now(),
        holder.USER: user,
        holder.FLOCK: kept,
    }

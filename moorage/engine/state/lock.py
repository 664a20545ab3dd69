"""The lock on a stack: the CLI's own files, so that each engine keeps the other out.

`.pulumi/locks/organization/<project>/<stack>/<uuid>.json` holds pid, username, hostname and timestamp.
Source: `pkg/backend/diy/lock.go` of pulumi/pulumi.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shlex
import socket
import uuid
from collections.abc import Generator
from pathlib import Path
from typing import Any

from moorage.engine import files
from moorage.engine.state import checkpoint, gojson


class LockedError(Exception):
    """Somebody else works on the stack; the text is one line: who, since when, what to do."""


@contextlib.contextmanager
def hold(folder: Path, stack: str) -> Generator[None]:
    """Hold the stack's lock; `folder` is the one of its lock files.

    Raises:
        LockedError: It is held already. Nothing was changed then.

    """
    own = folder / f"{uuid.uuid4()}.json"
    _refuse(folder, stack, own)
    files.write(own, gojson.text(_content(), sort=False).encode())
    try:
        # a second look: another process may have written its file between the first look and ours
        _refuse(folder, stack, own)
        yield
    finally:
        own.unlink(missing_ok=True)


def cancel(folder: Path) -> int:
    """Remove all locks of the stack, whoever holds them; return how many there were."""
    found = _others(folder)
    for path in found:
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.attrs").unlink(missing_ok=True)
    return len(found)


def _refuse(folder: Path, stack: str, own: Path) -> None:
    others = [path for path in _others(folder) if path != own]
    if others:
        holders = " and ".join(_holder(path) for path in others)
        paths = " ".join(shlex.quote(str(path)) for path in others)
        msg = (
            f"stack {stack!r} is locked by {holders}; "
            f"wait for it to end, or remove the lock: moorage cancel {stack}, pulumi cancel {stack}, or rm {paths}"
        )
        raise LockedError(msg)


def _others(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".json" and not path.name.startswith("."))
    except FileNotFoundError:
        return []


def _holder(path: Path) -> str:
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        pid, user, host, since = content["pid"], content["username"], content["hostname"], content["timestamp"]
    except (OSError, ValueError, KeyError, TypeError):
        return "a lock file that cannot be read"
    gone = " (that process no longer runs)" if host == socket.gethostname() and not _runs(int(pid)) else ""
    return f"process {pid} of {user}@{host} since {since}{gone}"


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _content() -> dict[str, Any]:
    try:
        user = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        user = str(os.getuid())  # a container's user may have no name
    return {"pid": os.getpid(), "username": user, "hostname": socket.gethostname(), "timestamp": checkpoint.now()}

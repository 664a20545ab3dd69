"""Who holds a lock: what the lock file says, and whether that process still lives.

The CLI's locks name a process, which can only be looked for on this host. Ours are kept open under `flock`, which the
kernel ends with the process: that holds across containers, after a restart, and when a process id is used again.
"""

from __future__ import annotations

import datetime
import fcntl
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

FLOCK = "flock"
"""The field of the lock file that says so."""
USER = "user"
"""The bare user name: `username` of our files tells readers of the CLI's message what to do."""

_SLACK = 2.0
"""Seconds: the kernel tells when it was started to the second, and a process's start by that."""


@dataclass(frozen=True)
class Holder:
    """A lock file and what it says."""

    path: Path
    text: str
    """In words: process, user, host, time, and whether it still runs; empty when the file is gone by now."""
    dead: bool
    """Surely, not only by a process id that another host or container may use too."""
    running: bool = False
    """Surely: it is one of ours, and keeps the file under `flock`."""
    ended: bool = False
    """The process that wrote it, one of ours on this host, is gone; what it has started may hold the lock on."""


def read(path: Path) -> Holder:
    """Return who holds the lock; a file that says nothing is held by somebody unknown."""
    try:
        content: Any = json.loads(path.read_bytes())
        pid, user = int(content["pid"]), str(content.get(USER) or content["username"])
        host, since = str(content["hostname"]), str(content["timestamp"])
    except FileNotFoundError:
        return Holder(path, "", dead=True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Holder(path, "a lock file that cannot be read", dead=False)
    text = f"process {pid} of {user}@{host} since {since}"
    gone = host == socket.gethostname() and _gone(pid, since)
    if cast("dict[str, Any]", content).get(FLOCK) is True:
        dead = _released(path)
        return Holder(
            path,
            f"{text} (that process no longer runs)" if dead else text,
            dead,
            running=not dead and not gone,
            ended=gone,
        )
    return Holder(path, f"{text} (that process no longer runs)" if gone else text, dead=False)


def _released(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(handle)


def _gone(pid: int, since: str) -> bool:
    """Say whether a process of this host has ended, or its id belongs to a younger one."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        pass
    try:
        started, locked = _started(pid), datetime.datetime.fromisoformat(since).timestamp()
    except (OSError, ValueError, IndexError):
        return False
    return started > locked + _SLACK


def _started(pid: int) -> float:
    """Return when a process began, in seconds since 1970: field 22 of `/proc/<pid>/stat`, in ticks since the boot."""
    # the second field is the program's name in parentheses, which may hold anything
    ticks = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    lines = Path("/proc/stat").read_text().splitlines()
    boot = next(int(line.split()[1]) for line in lines if line.startswith("btime "))
    return boot + ticks / os.sysconf("SC_CLK_TCK")

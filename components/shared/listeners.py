"""Who listens on a TCP port of this machine."""

from __future__ import annotations

import contextlib
import errno
import pathlib
import socket
from typing import Final

LISTEN: Final = "0A"
"""TCP_LISTEN (include/net/tcp_states.h), as /proc/net/tcp writes it."""


def free(address: str, port: int) -> bool:
    """Say whether a program could listen there now; a port that only root may take counts as free."""
    probe = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # As servers do, so that connections that have just ended do not count.
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((address, port))
        probe.listen()
    except OSError as error:
        return error.errno != errno.EADDRINUSE
    finally:
        probe.close()
    return True


def taken(address: str, port: int) -> str:
    """Return who listens where a program of this machine would have to; empty: it could."""
    return "" if free(address, port) else holder(port) or "another program"


def holder(port: int, proc: pathlib.Path = pathlib.Path("/proc")) -> str:
    """Return the program that listens on a port, as `name (pid 12)`; empty when this user cannot see it."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port, proc)}
    if not sockets:
        return ""
    for folder in sorted(proc.glob("[0-9]*"), key=lambda path: int(path.name)):
        # A process may end while it is looked at, and another user's is closed to this one.
        with contextlib.suppress(OSError):
            for entry in (folder / "fd").iterdir():
                if str(entry.readlink()) in sockets:
                    name = (folder / "comm").read_text(encoding="utf-8").strip()
                    return f"{name} (pid {folder.name})"
    return ""


def _inodes(port: int, proc: pathlib.Path) -> set[str]:
    found: set[str] = set()
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in (proc / "net" / table).read_text(encoding="ascii").splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTEN and _port(fields) == port:
                    found.add(fields[9])
    return found


def numbers(table: str) -> set[int]:
    """Return the ports that are listened on, by the text of `/proc/net/tcp` and the like."""
    rows = [line.split() for line in table.splitlines()]
    return {_port(fields) for fields in rows if len(fields) > 3 and fields[3] == LISTEN}


def _port(fields: list[str]) -> int:
    return int(fields[1].rpartition(":")[2], 16)

"""Where things are: what is kept on the volume, and the sockets in memory."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pathlib
from collections.abc import Generator
from dataclasses import dataclass


@dataclass(frozen=True)
class Places:
    """Two folders of the container."""

    folder: pathlib.Path
    sockets: pathlib.Path

    @property
    def configuration(self) -> pathlib.Path:
        """Return what HAProxy starts from."""
        return self.folder / "haproxy.cfg"

    @property
    def certificates(self) -> pathlib.Path:
        """Return the folder of certificates with their keys."""
        return self.folder / "certificates"

    @property
    def master(self) -> pathlib.Path:
        """Return the socket of HAProxy's master process."""
        return self.sockets / "master.sock"

    @property
    def alive(self) -> pathlib.Path:
        """Return a socket that is always served, because HAProxy needs one listener."""
        return self.sockets / "alive.sock"

    @contextlib.contextmanager
    def alone(self) -> Generator[None]:
        """Hold the lock, so that one document is served at a time."""
        with (self.sockets / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def write(file: pathlib.Path, text: str) -> None:
    """Replace a file as a whole, on disk when this returns, for this user alone."""
    beside = file.with_name(f".{file.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

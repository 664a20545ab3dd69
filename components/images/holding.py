"""Holding the cache of bases: one run decides at a time, so that none takes what another is still making."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pathlib
from collections.abc import Callable, Generator

FILE = ".lock"


@contextlib.contextmanager
def hold(folder: pathlib.Path, say: Callable[[str], None]) -> Generator[None]:
    """Keep every other run out while the context lasts; the kernel lets go when the process ends, however it does.

    Another holder is waited for, and a line says who it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            say(f"waiting: process {file.read().strip() or 'unknown'} decides on bases ({folder / FILE})")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield

"""Programs that are forked from one process: what `program.start` starts, without the imports of each."""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from moorage.engine.program import program

_ZYGOTE = Path(__file__).parent / "zygote.py"
_HOST = Path(program.__file__).parent / "host" / "execute.py"


@functools.cache
def _zygote() -> socket.socket:
    """Start the process to fork from, once; it ends with this one."""
    ours, theirs = socket.socketpair()
    with theirs:
        subprocess.Popen([sys.executable, "-u", _ZYGOTE, str(theirs.fileno()), _HOST], pass_fds=(theirs.fileno(),))
    return ours


class Child:
    """A program's process, with what is used of `subprocess.Popen`."""

    def __init__(self, status: IO[str], stdout: IO[str], stderr: IO[str]) -> None:
        self.stdout = stdout
        self.stderr = stderr
        self.pid = int(status.readline())
        self._code: int | None = None
        self._ended = threading.Event()
        threading.Thread(target=self._watch, args=(status,), daemon=True).start()

    def _watch(self, status: IO[str]) -> None:
        with status:
            self._code = int(status.readline())
        self._ended.set()

    def poll(self) -> int | None:
        """Return the exit code, None before the end."""
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code."""
        if not self._ended.wait(timeout) or self._code is None:
            raise subprocess.TimeoutExpired("a forked program", timeout or 0)
        return self._code

    def terminate(self) -> None:
        """Ask it to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self._code is None:
            with contextlib.suppress(ProcessLookupError):  # it ended just now
                os.kill(self.pid, number)


class Program(program.Program):
    """One run of a program, which waits to be told what to run."""

    def __init__(self) -> None:
        task, self._pipe = os.pipe()
        (out, out_end), (err, err_end), (status, status_end) = os.pipe(), os.pipe(), os.pipe()
        ends = [task, out_end, err_end, status_end]
        socket.send_fds(_zygote(), [b"."], ends)
        for each in ends:
            os.close(each)
        files = [os.fdopen(each, errors="replace") for each in (status, out, err)]
        self._process = Child(*files)
        self._told = False
        self._readers: list[threading.Thread] = []

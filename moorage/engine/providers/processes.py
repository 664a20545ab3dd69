"""Run one process: its lines as they come, its output apart and together, its whole group ended in time."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from moorage.engine.providers import streams


@dataclass(frozen=True)
class Finished:
    """What a process left. `code` is its exit status, below 0 the signal that ended it."""

    code: int
    stdout: str
    stderr: str
    both: str
    """Both streams in the order in which they came."""
    timed_out: bool = False


def run(
    argv: Sequence[str],
    *,
    directory: Path,
    environment: Mapping[str, str],
    stdin: str = "",
    timeout: float = 0.0,
    line: Callable[[streams.Stream, str], None] = lambda _stream, _text: None,
) -> Finished:
    """Run `argv` and wait until it and all that hold its output are done, at most `timeout` seconds (0: no limit).

    It leads a process group of its own, which is killed on a timeout and when the wait is interrupted.

    Raises:
        OSError: The program cannot be started, or the directory is not there.
    """
    process = subprocess.Popen(  # noqa: S603 - the command line is the caller's whole point
        list(argv),
        cwd=directory,
        env=dict(environment),
        stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    late = threading.Event()
    timer = threading.Timer(timeout, _end, (process, late)) if timeout > 0 else None
    capture = streams.Capture(line)
    try:
        if timer:
            timer.start()
        if process.stdout and process.stderr:
            capture.follow({"stdout": process.stdout, "stderr": process.stderr})
        if process.stdin:
            _write(process.stdin, stdin)
        capture.wait()
        code = process.wait()
    except BaseException:
        _end(process, late)
        raise
    finally:
        if timer:
            timer.cancel()
        for stream in filter(None, (process.stdout, process.stderr)):
            stream.close()
    return Finished(code, capture.text("stdout"), capture.text("stderr"), capture.text("both"), late.is_set())


def _write(stream: IO[bytes], text: str) -> None:
    # The process may end without reading: that is its own affair.
    with contextlib.suppress(BrokenPipeError), stream:
        stream.write(text.encode())


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)

"""Running another program in the foreground: it has the terminal, and its exit code is ours."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping, Sequence


def run(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run `argv` with this process's own input and output and return its exit code (128 + signal when killed)."""
    with subprocess.Popen(list(argv), env=dict(environment)) as process:  # noqa: S603 - no shell
        # An interrupt reaches both: the child decides what it means, and this process waits for it.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        ended = signal.signal(signal.SIGTERM, lambda number, _frame: process.send_signal(number))
        try:
            code = process.wait()
        finally:
            signal.signal(signal.SIGINT, before)
            signal.signal(signal.SIGTERM, ended)
    return code if code >= 0 else 128 - code

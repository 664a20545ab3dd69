"""A plugin's process: it prints its port, is asked there, and ends with the run."""

from __future__ import annotations

import collections
import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

_KEPT: Final = 20
"""How many of its last lines are kept, to explain its end."""

_GRACE: Final = 1.0
"""Seconds that it may take to end when it is asked to."""


class ProcessError(Exception):
    """It does not start; the text is one line."""


class Process:
    """A running plugin. Its own session keeps a terminal's Ctrl-C from it: running steps are to finish."""

    def __init__(
        self,
        command: Sequence[str],
        directory: Path,
        environment: Mapping[str, str],
        said: Callable[[bool, str], None],
        *,
        lifeline: bool = False,
    ) -> None:
        """Start it and wait until it says its port.

        Args:
            command: program and arguments.
            directory: where it runs.
            environment: all of it.
            said: called with each line that it prints, and whether on its error output.
            lifeline: whether its last argument is to be a file descriptor that is closed when this process ends.

        Raises:
            ProcessError: it cannot be started, or it ends before it is ready.
        """
        self._name = Path(command[0]).name
        self._said = said
        self._last: collections.deque[str] = collections.deque(maxlen=_KEPT)
        self._lifeline = os.pipe() if lifeline else ()
        read = self._lifeline[:1]
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- a plugin that the user has installed
                [*command, *map(str, read)],
                cwd=directory,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=read,
                start_new_session=True,
                text=True,
                errors="replace",
            )
        except OSError as error:
            self._let_go()
            raise ProcessError(f"{command[0]}: {error.strerror}") from error
        self._readers = [self._pass_on(self._process.stderr, is_error=True)]
        self.port = self._read_port()
        self._readers.append(self._pass_on(self._process.stdout, is_error=False))

    @property
    def id(self) -> int:
        """Return the operating system's number of it."""
        return self._process.pid

    def _read_port(self) -> int:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if line.strip().isdecimal():
            return int(line)
        self.close()
        if line:
            raise ProcessError(f"plugin {self._name} printed {line.strip()!r} where its port is expected")
        raise ProcessError(f"plugin {self._name} did not start: {self.end()}")

    def end(self) -> str:
        """Return how it ended, with its last line; empty while it runs or is only about to end."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=_GRACE)
        code = self._process.returncode
        if code is None:
            return ""
        for reader in self._readers:
            reader.join(timeout=_GRACE)
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
        return f"{how}: {self._last[-1]}" if self._last else how

    def close(self) -> None:
        """End it."""
        self._let_go()
        if self._process.poll() is not None:
            return
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()

    def _let_go(self) -> None:
        for end in self._lifeline:
            os.close(end)
        self._lifeline = ()

    def _signal(self, number: signal.Signals) -> None:
        # with what it has started itself: it leads a session of its own
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def _pass_on(self, stream: IO[str] | None, *, is_error: bool) -> threading.Thread:
        def read() -> None:
            for line in stream or ():
                text = line.rstrip("\n")
                if text.strip():
                    self._last.append(text.strip())
                    self._said(is_error, text)

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        return reader

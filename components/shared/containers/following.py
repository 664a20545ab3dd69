"""Following logs across updates: containers come and go, and each is read from its first line on."""

from __future__ import annotations

import datetime
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from components.core.operations import Line

EVERY: Final = 1.0
"""Seconds between two looks at which containers there are."""

GRACE: Final = 5.0
"""Seconds without anything that runs after which nothing is expected any more."""

BEGINNING: Final = 1.0
"""From which a container that came later is read: all of it, whatever number of last lines was asked for."""

ALIVE: Final = ("running", "restarting", "created", "paused")


@dataclass(frozen=True)
class Source:
    """One container to be read."""

    id: str
    name: str
    replica: str
    state: str
    """The engine's own word."""


Read: TypeAlias = Callable[[Source, float | None], Iterator[Line]]
"""Reads a container to its end, from a moment on; None: from where it was asked for."""


class _Reader:
    """Reads one container in a thread of its own, again when it was started again."""

    def __init__(
        self, source: Source, read: Read, lines: queue.SimpleQueue[Line | Exception], since: float | None
    ) -> None:
        self._read, self._lines, self._last = read, lines, ""
        self.source = source
        self._thread = self._start(since)

    def again(self, source: Source) -> None:
        """Go on with a container that runs although its log has ended: it was started again."""
        if not self._thread.is_alive() and source.state == "running":
            self._thread = self._start(_seconds(self._last) if self._last else None)

    def _start(self, since: float | None) -> threading.Thread:
        thread = threading.Thread(target=self._drain, args=(since,), daemon=True)
        thread.start()
        return thread

    def _drain(self, since: float | None) -> None:
        try:
            for line in self._read(self.source, since):
                if line.time > self._last:  # `since` is no finer than the engine takes it
                    self._last = line.time
                    self._lines.put(line)
        except Exception as error:
            self._lines.put(error)


def follow(choose: Callable[[], list[Source]], read: Read) -> Iterator[Line]:
    """Yield the lines of what `choose` says, as they come, until nothing of it has run for a while.

    Raises:
        Exception: whatever reading raises, unless the container has gone by then.
    """
    lines: queue.SimpleQueue[Line | Exception] = queue.SimpleQueue()
    readers: dict[str, _Reader] = {}
    seen, looked, started = time.monotonic(), 0.0, False
    while True:
        if time.monotonic() - looked >= EVERY:
            sources, looked = choose(), time.monotonic()
            for source in sources:
                if source.id in readers:
                    readers[source.id].again(source)
                else:
                    readers[source.id] = _Reader(source, read, lines, BEGINNING if started else None)
            started = True
            if any(source.state in ALIVE for source in sources):
                seen = time.monotonic()
        try:
            line = lines.get(timeout=EVERY / 4)
        except queue.Empty:
            if time.monotonic() - seen > GRACE:
                return
            continue
        if isinstance(line, Line):
            yield line
        elif not _gone(line):
            raise line


def _gone(error: Exception) -> bool:
    """Say whether reading ended because the container did: an update removed it."""
    return getattr(getattr(error, "response", None), "status_code", None) in (404, 409)


def _seconds(when: str) -> float:
    """Return an RFC 3339 time, whose fraction may have nine digits, in seconds since 1970."""
    return datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", when).replace("Z", "+00:00")).timestamp()

"""The logs of workloads: of one or of all, up to now or as they come."""

from __future__ import annotations

import functools
import heapq
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from components.core.naming import Scope
from components.core.operations import Line
from components.shared.containers import found
from components.shared.containers.found import Client

_Stream: TypeAlias = Callable[[], Iterator[Line]]


def logs(client: Client, scope: Scope, workload: str, *, tail: int | None, follow: bool) -> Iterator[Line]:
    """Yield the lines of one workload, or of all of them in the order of time.

    Raises:
        OperationError: the workload is not there.
    """
    rows = {workload: found.one(client, scope, workload)} if workload else found.by_workload(client, scope)
    if follow:
        return _together(
            [functools.partial(_lines, client, name, row["Id"], tail, follow=True) for name, row in rows.items()]
        )
    past = [_lines(client, name, row["Id"], tail, follow=False) for name, row in rows.items()]
    return iter(heapq.merge(*past, key=lambda line: line.time))


def _lines(client: Client, workload: str, id: str, tail: int | None, *, follow: bool) -> Iterator[Line]:
    chunks: Iterable[bytes] = client.api.logs(
        id, stream=True, follow=follow, timestamps=True, tail="all" if tail is None else tail
    )
    for text in split(chunks):
        time, _, rest = text.partition(b" ")
        yield Line(workload, rest, time.decode("ascii", "replace"))


def split(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield whole lines of a stream that comes in pieces."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest


def _together(streams: list[_Stream]) -> Iterator[Line]:
    """Yield from several endless streams as their lines come, until all have ended."""
    lines: queue.SimpleQueue[Line | None] = queue.SimpleQueue()

    def drain(stream: _Stream) -> None:
        try:
            for line in stream():
                lines.put(line)
        finally:
            lines.put(None)

    for stream in streams:
        threading.Thread(target=drain, args=(stream,), daemon=True).start()
    left = len(streams)
    while left:
        line = lines.get()
        if line is None:
            left -= 1
        else:
            yield line

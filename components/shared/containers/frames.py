"""The frames in which the Docker API sends standard output and error over one connection. Pure.

A frame is one byte that names the stream, three of no meaning, the length in four (big endian), and the content
(`POST /containers/{id}/attach` of the API reference). With a terminal there are no frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

STDOUT: Final = 1
STDERR: Final = 2
HEADER: Final = 8


class Reader:
    """Takes bytes as they come and gives the content of whole frames."""

    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield (stream, content) for every frame that is complete now."""
        if self._terminal:
            yield STDOUT, data
            return
        self._rest += data
        while len(self._rest) >= HEADER:
            end = HEADER + int.from_bytes(self._rest[4:HEADER], "big")
            if len(self._rest) < end:
                return
            yield self._rest[0], self._rest[HEADER:end]
            self._rest = self._rest[end:]

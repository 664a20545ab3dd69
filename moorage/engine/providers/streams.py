"""The output of what runs elsewhere: two streams read at once, kept apart and together, each line told as it comes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

Stream = Literal["stdout", "stderr"]


class Capture:
    """Reads two streams in threads of their own. `line` is called for each line, one at a time."""

    def __init__(self, line: Callable[[Stream, str], None]) -> None:
        self._line = line
        self._parts: dict[str, list[bytes]] = {"stdout": [], "stderr": [], "both": []}
        self._lock = threading.Lock()
        self._readers: list[threading.Thread] = []

    def follow(self, streams: Mapping[Stream, Iterable[bytes]]) -> None:
        """Begin to read; each stream yields lines, the last one perhaps without its end."""
        for name, stream in streams.items():
            self._readers.append(threading.Thread(target=self._read, args=(name, stream), daemon=True))
            self._readers[-1].start()

    def wait(self) -> None:
        """Return when every stream has ended."""
        for reader in self._readers:
            reader.join()

    def text(self, name: Literal["stdout", "stderr", "both"]) -> str:
        """Return what came; `both` is in the order in which it came."""
        return b"".join(self._parts[name]).decode(errors="replace")

    def _read(self, name: Stream, stream: Iterable[bytes]) -> None:
        for part in stream:
            with self._lock:
                self._parts[name].append(part)
                self._parts["both"].append(part)
                self._line(name, part.decode(errors="replace").rstrip("\r\n"))

"""How many handlers are at work, so that the end of a run can wait for them."""

from __future__ import annotations

import threading


class UnderWay:
    """A count that is raised by entering and lowered by leaving; safe to use from any thread."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._count += 1

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait until none is at work."""
        with self._changed:
            self._changed.wait_for(lambda: self._count == 0)

"""What every display is: called with each event, closed once at the end."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Protocol, Self

Event = dict[str, Any]
"""One of `apitype.EngineEvent`: `sequence`, `timestamp`, and the event under its name."""


class Sink(Protocol):
    """A display. It takes events from any thread, one at a time."""

    def __call__(self, event: Event) -> None:
        """Take an event."""
        ...

    def close(self) -> None:
        """Show what is left to show; a second call does nothing."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Closing:
    """The context manager half of a sink: leaving it closes it."""

    def close(self) -> None:
        """Show what is left to show."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def payload(event: Event) -> tuple[str, Event]:
    """Return the event's name (`resourcePreEvent`, ...) and content."""
    for name, content in event.items():
        if name.endswith("Event"):
            return name, content
    return "", {}

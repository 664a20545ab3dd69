"""A run as JSON lines, `up --json`: every event as it comes, in the CLI's shape."""

from __future__ import annotations

import threading
from typing import Any, TextIO

from moorage.engine import events
from moorage.engine.display import sink
from moorage.engine.state import gojson


def _public(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event without what is for displays alone."""
    name, content = sink.payload(event)
    step: dict[str, Any] | None = content.get("metadata")
    if step is None or events.SECRETS not in step:
        return event
    kept = {key: value for key, value in step.items() if key != events.SECRETS}
    return {**event, name: {**content, "metadata": kept}}


class Log(sink.Closing):
    """Writes each event as one line, at once."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def __call__(self, event: dict[str, Any]) -> None:
        """Take an event."""
        with self._lock:
            self._stream.write(gojson.text(_public(event), html=False, sort=False) + "\n")
            self._stream.flush()

"""What changed in each image since it was last deployed: one line each, among the messages of a preview."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components.core.errors import SettingsError
from components.images import changed
from moorage.cli import stackoutputs, staged
from moorage.cli.selection import Selection
from moorage.engine import events, urn
from moorage.engine.state import backend

KIND = "moorage:images:"
INPUT = "built"
"""The input of an image's component that holds its record."""

UNFINISHED = "not built yet: the last deployment did not get that far"


class Telling:
    """Passes events on, each about an image followed by a message with its line."""

    def __init__(self, sink: events.Sink) -> None:
        self._sink = sink
        self._told = 0

    def __call__(self, event: events.Event) -> None:
        """Take an event; those that come after an added one count on from it."""
        self._sink({**event, "sequence": event["sequence"] + self._told})
        for line in _lines(event.get("resourcePreEvent", {}).get("metadata")):
            self._told += 1
            message: events.Event = {"message": f"{line}\n", "color": "never", "severity": "info"}
            place = {"sequence": event["sequence"] + self._told, "timestamp": event["timestamp"]}
            self._sink({**place, "diagnosticEvent": message})


def lines(chosen: Selection) -> Iterator[str]:
    """Yield the line of every image of the stack file, compared with what the state holds."""
    for name, text in _by_name(chosen).items():
        yield f"image {name}: {text}"


def by_name(chosen: Selection) -> dict[str, str]:
    """Return how each image differs from what was deployed; empty while a base is not decided."""
    try:
        return _by_name(chosen)
    except SettingsError:
        return {}


def _by_name(chosen: Selection) -> dict[str, str]:
    try:
        store = backend.open(chosen.project).stack(chosen.stack)
    except backend.BackendError:  # the state is where only the Pulumi CLI reaches: what changed cannot be told
        return {}
    rows = stackoutputs.recorded(store) if store.exists else []
    old = {urn.name(row["urn"]): row for row in rows if row["type"].startswith(KIND)}
    return {name: _text(old.get(name), record) for name, record in staged.records(chosen).items()}


def _lines(step: dict[str, Any] | None) -> Iterator[str]:
    if step and urn.type_of(step["urn"]).startswith(KIND) and (new := _record(step["new"])):
        yield f"image {urn.name(step['urn'])}: {_text(step['old'], new)}"


def _text(old: dict[str, Any] | None, new: Any) -> str:
    text = changed.line(_record(old), new)
    # A component is recorded before its image is built, and has outputs only after that.
    return UNFINISHED if text == changed.UNCHANGED and old and not old.get("outputs") else text


def _record(state: dict[str, Any] | None) -> Any:
    inputs: dict[str, Any] = (state or {}).get("inputs") or {}
    return inputs.get(INPUT)

"""A run as a diff: each property that changes, with old and new value and what forces a replacement."""

from __future__ import annotations

import threading
from typing import Any

from rich.console import Console
from rich.text import Text

from moorage.engine.display import changes, lines, progress, sink, text, words
from moorage.engine.state import propertyjson

Event = dict[str, Any]
_STYLES = {"add": "green", "delete": "red", "update": "yellow"}


class Difference(sink.Closing):
    """Prints each step's properties when it is planned or begins; diagnostics, outputs and summary at the end."""

    def __init__(self, console: Console, title: str = "") -> None:
        self._console = console
        self._progress = progress.Progress()
        self._lock = threading.Lock()
        self._closed = False
        if title:
            self._print(Text(title, "bold"))

    def __call__(self, event: Event) -> None:
        """Take an event."""
        with self._lock:
            name, content, row = self._progress.take(event)
            if not row:
                return
            step: Event = content.get("metadata") or {}
            drift = name == "resOutputsEvent" and row.refreshed and step["op"] in ("update", "delete")
            if (name == "resourcePreEvent" and row.op != "refresh") or drift:
                self._step(row, step)

    def close(self) -> None:
        """Print the end."""
        if self._closed:
            return
        self._closed = True
        for line in lines.ending(self._progress, self._progress.messages):
            self._print(line)

    def _step(self, row: progress.Row, step: Event) -> None:
        # of a replacement the logical step speaks for all; the others are how it is done
        if not row.changed or (step["op"] in words.REPLACEMENTS and not step.get("logical")):
            return
        word = words.of(step["op"])
        pad = "  "
        state: Event = step.get("old") or step.get("new") or {}
        lock = " [protected]" if state.get("protect") else ""
        lock += " [simulated]" if step.get("simulated") else ""
        self._print(Text(f"{pad}{word.sign.ljust(2)}{step['type']}: ({step['op']}){lock}", word.style))
        for name in ("id", "urn", "provider"):
            value = row.urn if name == "urn" else state.get(name)
            if value and "::pulumi:providers:" not in row.urn:
                self._print(Text(f"{pad}    [{name}={value.replace(propertyjson.UNKNOWN, text.UNKNOWN)}]", "dim"))
        if step["op"] in ("create", "delete", "import"):
            for name, value in text.shown(state.get("inputs") or {}).items():
                for line in text.block(name, value, 6):
                    self._print(Text(line, word.style))
        else:
            for item in changes.properties(step):
                self._print(_line(item, pad))

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True, highlight=False, markup=False)


def _line(item: changes.Change, pad: str) -> Text:
    match item.kind:
        case "add":
            values = text.short(item.new)
        case "delete":
            values = text.short(item.old)
        case "update":
            values = f"{text.short(item.old)} => {text.short(item.new)}"
    line = Text(f"{pad}  {changes.SIGNS[item.kind]} {item.path}: {values}", _STYLES[item.kind])
    return line.append("  [forces replacement]", "magenta") if item.replaces else line

"""A run as a diff: each property that changes, with old and new value and what forces a replacement."""

from __future__ import annotations

import threading
from typing import Any

from rich.console import Console
from rich.text import Text

from moorage.engine import paths, urn
from moorage.engine.display import changes, lines, progress, sink, text, words
from moorage.engine.display import view as views
from moorage.engine.state import propertyjson

Event = dict[str, Any]
_STYLES = {"add": "green", "delete": "red", "update": "yellow"}


class Difference(sink.Closing):
    """Prints each step's properties when it is planned or begins; diagnostics, outputs and summary at the end."""

    def __init__(self, console: Console, title: str = "", view: views.View = views.USUAL) -> None:
        self._console = console
        self._view = view
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
        for line in lines.ending(self._progress, self._progress.messages, self._view):
            self._print(line)

    def _step(self, row: progress.Row, step: Event) -> None:
        # of a replacement the logical step speaks for all; the others are how it is done
        part = step["op"] in words.REPLACEMENTS and not step.get("logical")
        if not (row.changed or self._view.shows(row.op)) or (part and not self._view.show_replacement_steps):
            return
        word = words.of(step["op"])
        pad = "  "
        state: Event = step.get("old") or step.get("new") or {}
        lock = " [protected]" if state.get("protect") else ""
        lock += " [simulated]" if step.get("simulated") else ""
        self._print(Text(f"{pad}{word.sign.ljust(2)}{step['type']}: ({step['op']}){lock}", word.style))
        for name in ("id", "urn", "provider"):
            value = row.urn if name == "urn" else state.get(name)
            # a default provider goes without saying
            if value and "::pulumi:providers:" not in row.urn and not _is_default(name, value):
                self._print(Text(f"{pad}    [{name}={value.replace(propertyjson.UNKNOWN, text.UNKNOWN)}]", "dim"))
        if step["op"] in ("create", "delete", "import"):
            hidden = changes.hidden_paths(state)
            for name, value in text.shown(state.get("inputs") or {}).items():
                known = not changes.is_hidden(paths.text((name,)), hidden)
                for line in text.block(name, value, 6) if known else [f"      {name}: {changes.HIDDEN}"]:
                    self._print(Text(line, word.style))
        else:
            found = changes.properties(step)
            for item in found:
                for line in _lines(item, pad):
                    self._print(line)
            causes = sorted(set(step.get("keys") or []) - {changes.root(item.path) for item in found})
            if causes:
                self._print(Text(f"{pad}  because of: {', '.join(causes)}", "magenta"))

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True, highlight=False, markup=False)


def _is_default(name: str, value: str) -> bool:
    return name == "provider" and urn.name(urn.split_reference(value)[0]).startswith("default")


def _lines(item: changes.Change, pad: str) -> list[Text]:
    """Return a change: old and new on one line, or line by line, or what differs inside two JSON texts."""
    style = _STYLES[item.kind]
    head = Text(f"{pad}  {changes.SIGNS[item.kind]} {item.path}: ", style)
    cause = Text("  [forces replacement]", "magenta") if item.replaces else Text()
    below: list[Text] = []
    if item.inner:
        head.append("(json)")
        below = [line for each in item.inner for line in _lines(each, f"{pad}    ")]
    elif _many(item):
        below = [
            Text(f"{pad}      {sign} {line}".rstrip(), {"+": "green", "-": "red"}.get(sign, "dim"))
            for sign, line in text.lines(item.old, item.new)
        ]
        head = Text(head.plain.rstrip(), style)
    else:
        head.append(item.values)
    return [head.append(cause), *below]


def _many(item: changes.Change) -> bool:
    both = [value for value in (item.old, item.new) if isinstance(value, str)]
    return len(both) == 2 and any("\n" in value.rstrip("\n") for value in both)

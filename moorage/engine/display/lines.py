"""A run as plain lines, for logs: one line per change when it is done, no control codes, nothing twice."""

from __future__ import annotations

import threading
from typing import Any

from rich.console import Console
from rich.text import Text

from moorage.engine import urn
from moorage.engine.display import closing, progress, sink, words
from moorage.engine.display import view as views

Event = dict[str, Any]
_STILL = 20.0  # seconds of silence after which a log says what is still under way


class Lines(sink.Closing):
    """Prints each change as it is done; messages of the program as they come; warnings, errors, outputs at the end."""

    def __init__(self, console: Console, title: str = "", view: views.View = views.USUAL) -> None:
        self._console = console
        self._view = view
        self._progress = progress.Progress()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._planned: set[tuple[str, str]] = set()
        self._watch = threading.Thread(target=self._still, daemon=True)
        if title:
            self._print(Text(title, "bold"))
        if not view.suppress_progress:
            self._watch.start()

    def __call__(self, event: Event) -> None:
        """Take an event."""
        with self._lock:
            name, content, row = self._progress.take(event)
            match name:
                case "resourcePreEvent" if row and self._progress.preview:
                    self._plan(row)
                case "resOutputsEvent" | "resOpFailedEvent" if row and not self._progress.preview:
                    self._done(row)
                case "diagnosticEvent" if row is not None or content["severity"] != "debug":
                    self._say(content, row)
                case _:
                    pass

    def close(self) -> None:
        """Print the end: diagnostics, outputs, summary."""
        if self._over.is_set():
            return
        self._over.set()
        if self._watch.is_alive():
            self._watch.join()
        for line in ending(self._progress, [each for each in self._progress.messages if _waits(each)], self._view):
            self._print(line)

    def _plan(self, row: progress.Row) -> None:
        part = row.op if self._view.show_replacement_steps else ""
        if (row.changed or self._view.shows(row.op)) and (row.urn, part) not in self._planned:
            self._planned.add((row.urn, part))
            op = "replace" if row.replaced and not part else row.op
            self._row(row, op, words.of(op).plan or op)

    def _done(self, row: progress.Row) -> None:
        if self._view.shows(row.op):
            self._row(row, row.op, words.of(row.op).done or "unchanged")
        elif row.changed and row.op != "replace":  # the two halves of a replacement have their own lines
            word = words.of(row.op)
            elapsed = f" ({words.seconds(row.ended - row.started)})" if row.started else ""
            self._row(row, row.op, f"{word.doing} failed" if row.failed else word.done + elapsed)

    def _say(self, event: Event, row: progress.Row | None) -> None:
        if not _waits(event) and not event.get("ephemeral"):
            who = f"{urn.name(row.urn)}: " if row and event.get("urn") else ""
            for line in event["message"].rstrip("\n").split("\n"):
                self._print(Text(f"    {who}{line}"))

    def _row(self, row: progress.Row, op: str, state: str) -> None:
        line = Text(f" {words.of(op).sign.ljust(3)}", words.of(op).style)
        line.append(f"{words.type_name(urn.type_of(row.urn))} {self._view.name(row.urn)} {state}", "")
        self._print(line.append(f" [{row.brief}]" if row.brief else ""))

    def _still(self) -> None:
        while not self._over.wait(_STILL):
            with self._lock:
                for row in self._progress.rows.values():
                    if row.running and row.changed and not self._progress.preview:
                        self._print(Text(f"  @ {urn.name(row.urn)} {row.state(preview=False)} {row.status}".rstrip()))

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True, highlight=False, markup=False)


def ending(known: progress.Progress, messages: list[Event], view: views.View) -> list[Text]:
    """Return the last part of what is shown of a run."""
    result = [Text(), *closing.diagnostics(messages, known.root)] if messages else [Text()]
    if not view.suppress_outputs:
        result += closing.outputs(known.outputs)
    if known.summary:
        result += closing.summary(known.summary, known.errored())
    return result


def _waits(event: Event) -> bool:
    return event["severity"] in ("warning", "error")

"""What is known of a run so far: a row per resource, the messages, the stack's outputs, the summary."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from moorage.engine import urn
from moorage.engine.display import changes, sink, words
from moorage.engine.display import view as views

Event = dict[str, Any]
_QUIET = frozenset({"same", "read", "discard", "read-replacement", "remove-pending-replace"})


@dataclass
class Row:
    """One resource of the run."""

    urn: str
    parent: str = ""
    op: str = "same"
    brief: str = ""
    """The changed properties, in a few words."""
    logical: bool = True
    started: float = 0.0
    """Monotonic seconds; 0 while nothing has begun."""
    ended: float = 0.0
    failed: bool = False
    replaced: bool = False
    refreshed: bool = False
    status: str = ""
    """A passing line of progress."""
    messages: list[Event] = field(default_factory=list[Event])

    @property
    def running(self) -> bool:
        """Say whether its effect is under way."""
        return bool(self.started) and not self.ended

    @property
    def changed(self) -> bool:
        """Say whether there is something to show about it."""
        return self.op not in _QUIET and not (self.refreshed and self.op == "refresh" and bool(self.ended))

    @property
    def erred(self) -> bool:
        """Say whether something went wrong with it."""
        return self.failed or any(message["severity"] == "error" for message in self.messages)

    def state(self, *, preview: bool) -> str:
        """Return what it does or what became of it: `creating`, `created (2s)`, `**creating failed**`."""
        word = words.of("replace" if self.replaced and not self.failed and not self.running else self.op)
        if preview:
            return word.plan
        if self.failed:
            return f"**{word.doing} failed**"
        if self.running:
            return f"{word.doing} ({words.seconds(time.monotonic() - self.started)})" if word.doing else ""
        elapsed = f" ({words.seconds(self.ended - self.started)})" if self.started and word.done else ""
        return word.done + elapsed


class Progress:
    """The rows in the order in which they were first heard of, and the rest. Feed it with every event."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.messages: list[Event] = []
        """Diagnostics that stay, debug ones left out."""
        self.outputs: Event | None = None
        """The metadata of the stack's last outputs."""
        self.summary: Event | None = None
        self.preview = False
        self._early: list[Event] = []
        """What was said of no resource before the stack was heard of: the stack's."""

    def take(self, event: Event) -> tuple[str, Event, Row | None]:
        """Note an event; return its name, its content and the row that it is about."""
        name, content = sink.payload(event)
        match name:
            case "diagnosticEvent":
                return name, content, self._message(content)
            case "summaryEvent":
                self.summary = content
                self.preview = content["isPreview"]
            case "resourcePreEvent" | "resOutputsEvent" | "resOpFailedEvent":
                self.preview = content.get("planning", False)
                return name, content, self._step(name, content["metadata"])
            case _:
                pass
        return name, content, None

    def shown(self, view: views.View = views.USUAL) -> list[Row]:
        """Return the rows to show, parents before children: what changes, has something to say, or holds such a row."""
        wanted = {
            row.urn
            for row in self.rows.values()
            if row.changed or row.messages or view.shows(row.op) or self._is_root(row)
        }
        for where in list(wanted):
            parent = self.rows[where].parent
            while parent in self.rows and parent not in wanted:
                wanted.add(parent)
                parent = self.rows[parent].parent
        return [row for row in self._by_parent("", set()) if row.urn in wanted]

    def depth(self, row: Row) -> int:
        """Return how many known rows are above this one."""
        count, parent = 0, row.parent
        while parent in self.rows and count < len(self.rows):
            count, parent = count + 1, self.rows[parent].parent
        return count

    @property
    def root(self) -> str:
        """Return the URN of the stack, empty before it is heard of."""
        return next((row.urn for row in self.rows.values() if self._is_root(row)), "")

    def errored(self) -> int:
        """Return how many resources something went wrong with."""
        return sum(row.erred for row in self.rows.values())

    def _by_parent(self, parent: str, seen: set[str]) -> Iterable[Row]:
        for row in self.rows.values():
            above = row.parent if row.parent in self.rows else ""
            if above == parent and row.urn not in seen:
                seen.add(row.urn)
                yield row
                yield from self._by_parent(row.urn, seen)

    def _is_root(self, row: Row) -> bool:
        return urn.type_of(row.urn) == urn.STACK_TYPE

    def _message(self, event: Event) -> Row | None:
        where = event.get("urn") or self.root
        row = self.rows.setdefault(where, Row(where)) if where else None
        if event["severity"] == "debug":
            return None
        if event.get("ephemeral"):
            if row:
                row.status = event["message"].strip()
            return row
        self.messages.append(event)
        (row.messages if row else self._early).append(event)
        return row

    def _step(self, name: str, step: Event) -> Row:
        where = step["urn"]
        row = self.rows.setdefault(where, Row(where))
        if self._is_root(row):
            row.messages += self._early
            self._early = []
        state: Event = step.get("new") or step.get("old") or {}
        row.parent = state.get("parent") or row.parent
        row.brief = changes.brief(step) or row.brief
        row.replaced = row.replaced or step["op"] in words.REPLACEMENTS
        row.refreshed = row.refreshed or step["op"] == "refresh"
        match name:
            case "resourcePreEvent":
                row.op, row.started, row.ended = step["op"], time.monotonic(), 0.0
            case "resOutputsEvent":
                row.op, row.ended, row.status = step["op"], time.monotonic(), ""
                if self._is_root(row):
                    self.outputs = step
            case _:
                row.op, row.ended, row.failed = step["op"], time.monotonic(), True
        return row

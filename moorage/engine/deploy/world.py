"""What a run knows while it goes: recorded rows, rows of this run, what was replaced, deleted, failed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from moorage.engine import events, resource
from moorage.engine.deploy import effects, goal, hooks, targets
from moorage.engine.state import journal

Outcome = Literal["success", "failed", "skipped"]


class StoppedError(Exception):
    """The run ends: what was asked for is not done and will not be."""


@dataclass(frozen=True)
class Registered:
    """The answer to a registration."""

    row: resource.Resource
    outcome: Outcome = "success"
    unknown: bool = False
    """Nothing came of it, because it is no target of the operation: its outputs are not known."""


@dataclass
class World:
    """Shared by all handlers of a run; `lock` guards everything that is not documented as safe itself."""

    stack: str
    project: str
    effects: effects.Effects
    emitter: events.Emitter
    state: journal.Journal
    preview: bool
    continue_on_error: bool = False
    hooks: hooks.Hooks = field(default_factory=hooks.Hooks)
    scope: targets.Scope = field(default_factory=targets.Scope)

    lock: threading.RLock = field(default_factory=threading.RLock)
    stopped: threading.Event = field(default_factory=threading.Event)
    on_stop: Callable[[], None] = lambda: None
    """Called when the run ends early."""
    canceled: bool = False
    olds: dict[str, journal.Entry] = field(default_factory=dict[str, journal.Entry])
    """Recorded rows by URN, without those that only wait for their delete."""
    news: dict[str, journal.Entry] = field(default_factory=dict[str, journal.Entry])
    goals: dict[str, goal.Goal] = field(default_factory=dict[str, goal.Goal])
    seen: set[str] = field(default_factory=set[str])
    """URNs that the program registered or read."""
    stepped: set[str] = field(default_factory=set[str])
    """URNs for which it is decided what to do."""
    renamed: dict[str, str] = field(default_factory=dict[str, str])
    """What a resource is called now -> the alias under which it was found."""
    taken: dict[str, str] = field(default_factory=dict[str, str])
    """The reverse."""
    replaced: set[str] = field(default_factory=set[str])
    deleted: set[str] = field(default_factory=set[str])
    """Gone in this run, maybe ahead of the replacement of what they depend on: then made anew when registered."""
    ahead: set[int] = field(default_factory=set[int])
    """The `id`s of the recorded entries that were deleted so."""
    cascade_keys: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    uncreated: dict[str, bool] = field(default_factory=dict[str, bool])
    """New ones that are not made, because they are no targets; True when an error has named them."""
    flawed: bool = False
    """An error was told that a preview goes on after, to show all there is."""
    failed: set[str] = field(default_factory=set[str])
    """URNs whose step failed, or was skipped because of one that did."""
    errored: set[str] = field(default_factory=set[str])
    """Those whose step failed."""
    marred: bool = False
    """An error was told of a step that succeeded."""

    def __post_init__(self) -> None:
        """Index the recorded rows."""
        for entry in self.state.base:
            if not entry.row.delete:
                self.olds[entry.row.urn] = entry

    def fail(self, urn: str, *, passed: bool = False) -> None:
        """Note that a step failed, and end the run unless it is to go on with what does not depend on it (`passed`)."""
        with self.lock:
            self.failed.add(urn)
            self.errored.add(urn)
        if not (passed or self.continue_on_error):
            self.stop()

    def flaw(self, urn: str, message: str) -> None:
        """Report an error: a preview goes on, to show all there is; everything else ends."""
        if not self.preview:
            raise self.refuse(urn, message)
        self.emitter.diagnostic("error", message, urn)
        self.flawed = True

    def refuse(self, urn: str, message: str) -> StoppedError:
        """Report an error that no step is to blame for and end the run; returns what to raise."""
        self.emitter.diagnostic("error", message, urn)
        with self.lock:
            self.failed.add(urn)
        self.stop()
        return StoppedError(message)

    def mar(self, urn: str, message: str) -> None:
        """Report an error after a step that succeeded: its result stands, and the run has failed."""
        self.emitter.diagnostic("error", message, urn)
        self.marred = True
        if not self.continue_on_error:
            self.stop()

    def save(self) -> None:
        """Wait until all that has happened is recorded; if it cannot be, that is reported and ends the run."""
        try:
            self.state.commit()
        except journal.UnsavedError as error:
            self.refuse("", str(error))

    def stop(self) -> None:
        """End the run when the steps under way are done."""
        self.stopped.set()
        self.on_stop()

    def cancel(self) -> None:
        """End the run because the user wants it to."""
        self.canceled = True
        self.stop()

    def going(self) -> None:
        """Raise when the run has ended."""
        if self.stopped.is_set():
            raise StoppedError

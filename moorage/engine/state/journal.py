"""The state while it changes: an effect is durably recorded before it starts, its result before the next one does.

Many steps wait for the same write: one thread appends records to a log, and whoever asks for durability waits for the
first write that began after its change.
"""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from moorage.engine import resource
from moorage.engine.state import references, replay


class UnsavedError(Exception):
    """Something could not be recorded; the text is one line."""


class Log(Protocol):
    """Where records go; see `recorder.Recorder`."""

    def append(self, records: Sequence[replay.Record]) -> None:
        """Write records durably; their rows are resources."""
        ...

    def save(self, rows: list[resource.Resource], operations: list[resource.Operation]) -> None:
        """Write the whole state, with which the log ends."""
        ...


@dataclass(eq=False)
class Entry:
    """One row's place in the state. The row itself is never changed, only exchanged for another."""

    row: resource.Resource
    done: bool = False
    """Superseded or deleted: no longer part of the state."""
    number: int = -1
    """What records call it; -1 before the first."""


class Journal:
    """Rows of the last deployment, rows of this one, operations under way. Safe to use from any thread."""

    def __init__(
        self, rows: Iterable[resource.Resource], pending: Iterable[resource.Operation], log: Log | None
    ) -> None:
        """Begin from the recorded rows. Without a log (a preview) nothing is ever written."""
        self.base: list[Entry] = [Entry(row, number=number) for number, row in enumerate(rows)]
        self.pending: Sequence[resource.Operation] = list(pending)
        """Operations of earlier runs whose results nobody recorded; see `settle`."""
        self.error: UnsavedError | None = None
        self._state = replay.State(
            [entry.row for entry in self.base], [(each.resource, each.type) for each in self.pending], references.rename
        )
        self._numbers = len(self.base)
        self._aliases: dict[str, str] = {}
        self._log = log
        self._changed = threading.Condition()
        self._records: list[replay.Record] = []
        self._version = self._saved = self._wanted = 0
        self._closing = False
        self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
        if log:
            self._thread.start()

    def rows(self) -> list[resource.Resource]:
        """Return the state as it is now, in dependency order: this deployment's rows, then those not yet seen."""
        with self._changed:
            return self._state.rows()

    def operations(self) -> list[resource.Operation]:
        """Return the effects whose results are not recorded."""
        with self._changed:
            return [resource.Operation(row, kind) for row, kind in self._state.operations()]

    def together(self) -> AbstractContextManager[Any]:
        """Let what is changed inside be recorded as one: a kill finds all of it or nothing."""
        return self._changed

    def begin(self, entry: Entry, operation: str) -> None:
        """Record an effect that is about to start, durably.

        Raises:
            UnsavedError: It is not recorded, so it must not start.

        """
        with self._changed:
            self._number(entry)
            self._record({"begin": entry.number, "row": entry.row, "type": operation})
        try:
            self.commit()
        except UnsavedError:
            self.end(entry)
            raise

    def end(self, entry: Entry) -> None:
        """Take an operation off; saved together with what it changed."""
        with self._changed, contextlib.suppress(replay.ReplayError):  # not every effect is recorded
            self._record({"end": entry.number})

    def found(self, row: resource.Resource) -> Entry:
        """Put a resource into the state that an interrupted run made and did not record; it is one of `base`."""
        with self._changed:
            entry = Entry(row)
            self._number(entry)
            self.base.append(entry)
            self._record({"found": entry.number, "row": row})
            return entry

    def settle(self, operation: resource.Operation) -> None:
        """Take an operation of an earlier run off: its result is known, or nobody cares."""
        with self._changed:
            at = next(at for at, each in enumerate(self.pending) if each is operation)
            self._record({"settle": at})

    def add(self, entry: Entry, replaces: Entry | None = None, *, changed: bool = True) -> None:
        """Put a row of this deployment into the state, in place of an older one."""
        with self._changed:
            if replaces:
                replaces.done = True
            if before := self._aliases.pop(entry.row.urn, ""):
                self._record({"rename": before, "now": entry.row.urn})
            if replaces and not changed:
                entry.number = replaces.number
                self._record({"keep": entry.number}, counts=False)
                self._state.put(entry.number, entry.row)
                return
            self._number(entry)
            at = {"replaces": replaces.number} if replaces else {}
            self._record({"add": entry.number, "row": entry.row, **at})

    def exchange(self, entry: Entry, **fields: Any) -> None:
        """Change fields of a row."""
        with self._changed:
            entry.row = dataclasses.replace(entry.row, **fields)
            self._record({"set": entry.number, "row": entry.row})

    def remove(self, entry: Entry) -> None:
        """Take a row out of the state."""
        with self._changed:
            entry.done = True
            self._record({"remove": entry.number})

    def rename(self, before: str, now: str) -> None:
        """Follow a resource that is taken over through an alias: rows not seen yet still name it as before."""
        with self._changed:
            # not before its row is there: a reference to it would lead nowhere
            self._aliases[now] = before

    def flush(self) -> None:
        """Have everything so far recorded soon, without waiting: whatever begins later waits for this, too."""
        with self._changed:
            self._wanted = max(self._wanted, self._version)
            self._changed.notify_all()

    def commit(self) -> None:
        """Wait until everything so far is recorded.

        Raises:
            UnsavedError: It cannot be.

        """
        if not self._log:
            return
        with self._changed:
            version = self._version
            self._wanted = max(self._wanted, version)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._saved >= version or self.error is not None)
            if self._saved < version and self.error:
                raise self.error

    def abandon(self) -> None:
        """Record nothing more, so that what is under way stays pending. Takes no lock: for a signal's handler."""
        self.error = UnsavedError("the run was ended at once")

    def close(self) -> None:
        """Save the whole state if anything in it changed, and stop.

        Raises:
            UnsavedError: It cannot be saved; what was recorded before is still there.

        """
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if not self._log:
            return
        self._thread.join()
        if self._version:
            try:
                # after a failed write, too: all that happened is known here
                self._log.save(self.rows(), self.operations())
            except Exception as error:
                raise _unsaved(error) from error

    def _number(self, entry: Entry) -> None:
        if entry.number < 0:
            entry.number = self._numbers
            self._numbers += 1

    def _record(self, record: replay.Record, *, counts: bool = True) -> None:
        self._state.apply(record)
        if self._log and not self.error:
            self._records.append(record)
        self._version += counts

    def _write(self) -> None:
        log = self._log
        assert log is not None  # noqa: S101 -- the thread is started for a log alone
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or self._wanted > self._saved)
                if self._wanted <= self._saved or self.error:
                    return
                version, records = self._version, self._records
                self._records = []
            try:
                log.append(records)
            except Exception as error:
                # whatever it is, every waiting step must hear of it
                with self._changed:
                    self.error = _unsaved(error)
                    self._records = []
                    self._changed.notify_all()
                return
            with self._changed:
                self._saved = version
                self._changed.notify_all()


def _unsaved(error: Exception) -> UnsavedError:
    reason = str(error)
    if isinstance(error, OSError) and error.strerror:
        reason = f"{error.filename}: {error.strerror.lower()}" if error.filename else error.strerror.lower()
    return UnsavedError(f"the state cannot be saved: {reason}")

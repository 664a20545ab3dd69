"""The state while it changes: every effect is saved before anything that depends on it starts.

Many steps wait for the same save: one thread writes whole checkpoints, and whoever asks for durability waits for the
first write that began after its change.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from moorage.engine import resource

Save = Callable[[list[resource.Resource], list[resource.Operation]], None]


@dataclass(eq=False)
class Entry:
    """One row's place in the state. The row itself is never changed, only exchanged for another."""

    row: resource.Resource
    done: bool = False
    """Superseded or deleted: no longer part of the state."""


class Journal:
    """Rows of the last deployment, rows of this one, operations under way. Safe to use from any thread."""

    def __init__(
        self, rows: Iterable[resource.Resource], pending: Iterable[resource.Operation], save: Save | None
    ) -> None:
        """Begin from the recorded rows. Without `save` (a preview) nothing is ever written."""
        self.base: Sequence[Entry] = [Entry(row) for row in rows]
        self.error: Exception | None = None
        # Only a creation leaves an open question: all others are settled by the row that is still there.
        self._inherited = [operation for operation in pending if operation.type == "creating"]
        self._had_other = any(operation.type != "creating" for operation in pending)
        self._new: list[Entry] = []
        self._operations: dict[Entry, resource.Operation] = {}
        self._renamed: dict[str, str] = {}
        self._save = save
        self._changed = threading.Condition()
        self._version = self._saved = self._wanted = 0
        self._closing = False
        self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
        if save:
            self._thread.start()

    def rows(self) -> list[resource.Resource]:
        """Return the state as it is now, in dependency order: this deployment's rows, then those not yet seen."""
        with self._changed:
            return self._rows()

    def _rows(self) -> list[resource.Resource]:
        rows = [entry.row for entry in (*self._new, *self.base) if not entry.done]
        return [rename(row, self._renamed) for row in rows] if self._renamed else rows

    def begin(self, entry: Entry, operation: str) -> None:
        """Record an effect that is about to start, durably."""
        with self._changed:
            self._operations[entry] = resource.Operation(entry.row, operation)
            self._version += 1
        self.commit()

    def end(self, entry: Entry) -> None:
        """Take an operation off; saved together with what it changed."""
        with self._changed:
            if self._operations.pop(entry, None):
                self._version += 1

    def add(self, entry: Entry, replaces: Entry | None = None, *, changed: bool = True) -> None:
        """Put a row of this deployment into the state, in place of an older one."""
        with self._changed:
            if replaces:
                replaces.done = True
            self._new.append(entry)
            self._version += changed

    def exchange(self, entry: Entry, **fields: Any) -> None:
        """Change fields of a row."""
        with self._changed:
            entry.row = dataclasses.replace(entry.row, **fields)
            self._version += 1

    def remove(self, entry: Entry) -> None:
        """Take a row out of the state."""
        with self._changed:
            entry.done = True
            self._version += 1

    def rename(self, before: str, now: str) -> None:
        """Follow a resource that was taken over through an alias: rows not seen yet still name it as before."""
        with self._changed:
            self._renamed[before] = now

    def touch(self) -> None:
        """Ask for one more write before the end."""
        with self._changed:
            self._version += 1

    def commit(self) -> None:
        """Wait until everything so far is saved; raises what the write raised."""
        if not self._save:
            return
        with self._changed:
            version = self._version
            self._wanted = max(self._wanted, version)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._saved >= version or self.error is not None)
            if self.error:
                raise self.error

    def close(self) -> None:
        """Save what is not saved yet and stop."""
        if self._had_other:
            self.touch()
        try:
            self.commit()
        finally:
            with self._changed:
                self._closing = True
                self._changed.notify_all()
            if self._save:
                self._thread.join()

    def _write(self) -> None:
        save = self._save
        assert save is not None  # noqa: S101 -- the thread is started for a save alone
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or self._wanted > self._saved)
                if self._wanted <= self._saved or self.error:
                    return
                version = self._version
                rows, operations = self._rows(), [*self._operations.values(), *self._inherited]
            try:
                save(rows, operations)
            except Exception as error:
                # whatever it is, every waiting step must hear of it
                with self._changed:
                    self.error = error
                    self._changed.notify_all()
                return
            with self._changed:
                self._saved = version
                self._changed.notify_all()


def rename(row: resource.Resource, renamed: dict[str, str]) -> resource.Resource:
    """Return a row whose references follow the given URNs (before -> now)."""

    def urn(text: str) -> str:
        return renamed.get(text, text)

    def reference(text: str) -> str:
        before, _, instance = text.rpartition("::")
        return f"{urn(before)}::{instance}" if text else text

    return dataclasses.replace(
        row,
        parent=urn(row.parent),
        provider=reference(row.provider),
        dependencies=[urn(each) for each in row.dependencies],
        property_dependencies={key: [urn(each) for each in found] for key, found in row.property_dependencies.items()},
        deleted_with=urn(row.deleted_with),
    )

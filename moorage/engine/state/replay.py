"""What the records of a run make of the state that it began with: the same while it goes and after a kill. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")

Record = dict[str, Any]
"""One change. Rows are known by number: those of the checkpoint count from 0, further ones follow.

- `{"keep": n}`: a recorded row is part of this run, as it was.
- `{"add": n, "row": row, "replaces": m}`: a new row, in place of another if `replaces` is there.
- `{"found": n, "row": row}`: a new row, which an interrupted run made and did not record.
- `{"set": n, "row": row}`, `{"remove": n}`.
- `{"begin": n, "row": row, "type": "creating"}`, `{"end": n}`: an effect.
- `{"settle": i}`: an operation that the checkpoint lists as pending is no longer.
- `{"rename": before, "now": urn}`: rows not seen yet refer to a resource by its former name.
"""


class ReplayError(Exception):
    """Records that do not fit the state; the text is one line."""


class State(Generic[Row]):
    """Rows and operations under way; what a row is, is left to the caller."""

    def __init__(
        self,
        rows: Iterable[Row],
        pending: Iterable[tuple[Row, str]],
        rename: Callable[[Sequence[Row], Mapping[str, str]], list[Row]],
    ) -> None:
        """Begin from a checkpoint's rows and pending operations (row, type)."""
        self._base = dict(enumerate(rows))
        self._fresh: dict[int, Row] = {}
        self._inherited = dict(enumerate(pending))
        self._under_way: dict[int, tuple[Row, str]] = {}
        self._renamed: dict[str, str] = {}
        self._rename = rename

    def rows(self) -> list[Row]:
        """Return the rows in dependency order: this run's, then those not seen yet."""
        rows = [*self._fresh.values(), *self._base.values()]
        return self._rename(rows, self._renamed) if self._renamed else rows

    def operations(self) -> list[tuple[Row, str]]:
        """Return the effects without a result, this run's first."""
        return [*self._under_way.values(), *self._inherited.values()]

    def put(self, number: int, row: Row) -> None:
        """Exchange a row for one that differs in nothing worth a record."""
        (self._fresh if number in self._fresh else self._base)[number] = row

    def apply(self, record: Record) -> None:
        """Follow one record.

        Raises:
            ReplayError: It is of no known kind, or names what is not there.

        """
        try:
            self._apply(record)
        except KeyError as error:
            msg = f"a record names {error}, which is not there"
            raise ReplayError(msg) from error

    def _apply(self, record: Record) -> None:
        match record:
            case {"keep": int(number)}:
                self._fresh[number] = (self._fresh if number in self._fresh else self._base).pop(number)
            case {"add": int(number), "row": row, **rest}:
                if "replaces" in rest:
                    self._drop(rest["replaces"])
                self._fresh[number] = row
            case {"found": int(number), "row": row}:
                self._base[number] = row
            case {"set": int(number), "row": row}:
                self.put(number, row)
            case {"remove": int(number)}:
                self._drop(number)
            case {"begin": int(number), "row": row, "type": str(kind)}:
                self._under_way[number] = row, kind
            case {"end": int(number)}:
                del self._under_way[number]
            case {"settle": int(number)}:
                del self._inherited[number]
            case {"rename": str(before), "now": str(now)}:
                self._renamed[before] = now
            case _:
                msg = f"a record of an unknown kind: {', '.join(sorted(record))}"
                raise ReplayError(msg)

    def _drop(self, number: int) -> None:
        del (self._fresh if number in self._fresh else self._base)[number]

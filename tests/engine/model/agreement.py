"""Says in which way two accounts of a run differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Protocol

from tests.engine.model import description, model, state


class Account(Protocol):
    """What an engine did."""

    @property
    def ok(self) -> bool:
        """Say whether it succeeded."""
        ...

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Return operation and URN of what was finished."""
        ...

    @property
    def failures(self) -> list[tuple[str, str]]:
        """Return operation and URN of what failed."""
        ...

    @property
    def rows(self) -> list[state.Row]:
        """Return the state."""
        ...

    @property
    def objects(self) -> dict[str, state.Values]:
        """Return what exists."""
        ...


def differences(expected: model.Expected, found: Account) -> list[str]:
    """Return a line for each difference: of outcome, steps, failures, rows and objects."""
    return [
        *([] if expected.ok == found.ok else [f"outcome: expected {_word(expected.ok)}, found {_word(found.ok)}"]),
        *_counts("step", seen(expected.steps), seen(found.steps)),
        *_counts("failure", expected.failures, found.failures),
        *_rows(expected.rows, found.rows),
        *_objects(expected.world.objects, found.objects),
    ]


def _word(ok: bool) -> str:
    return "success" if ok else "failure"


def seen(steps: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return steps without those of which no engine tells: the default provider's, and the end of a replacement."""
    return [(op, urn) for op, urn in steps if urn != description.provider_urn() and op != "remove-pending-replace"]


def _counts(what: str, expected: Iterable[tuple[str, str]], found: Iterable[tuple[str, str]]) -> Iterator[str]:
    left, right = Counter(expected), Counter(found)
    for (op, urn), count in sorted((left - right).items()):
        yield f"{what}: missing {op} {_short(urn)}" + (f" x{count}" if count > 1 else "")
    for (op, urn), count in sorted((right - left).items()):
        yield f"{what}: unexpected {op} {_short(urn)}" + (f" x{count}" if count > 1 else "")


def _short(urn: str) -> str:
    return urn.rpartition("::")[2]


def _rows(expected: list[state.Row], found: list[state.Row]) -> Iterator[str]:
    left, right = {_name(row): row for row in expected}, {_name(row): row for row in found}
    for name in sorted(left.keys() - right.keys()):
        yield f"row: missing {name}"
    for name in sorted(right.keys() - left.keys()):
        yield f"row: unexpected {name}"
    if len(found) != len(right):
        yield "row: one is there twice"
    for name in sorted(left.keys() & right.keys()):
        want, have = asdict(left[name]), asdict(right[name])
        for key in want:
            if want[key] != have[key]:
                yield f"row {name}: {key} expected {want[key]!r}, found {have[key]!r}"


def _name(row: state.Row) -> str:
    return f"{_short(row.urn)} ({row.urn.split('::')[2]}) {row.id}" + (" to delete" if row.delete else "")


def _objects(expected: dict[str, state.Values], found: dict[str, state.Values]) -> Iterator[str]:
    for name in sorted(expected.keys() - found.keys()):
        yield f"object: missing {name}"
    for name in sorted(found.keys() - expected.keys()):
        yield f"object: unexpected {name}"
    for name in sorted(expected.keys() & found.keys()):
        if expected[name] != found[name]:
            yield f"object {name}: expected {expected[name]}, found {found[name]}"

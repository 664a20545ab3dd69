"""Bases as people and machines read them: what moved, what is behind."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from components.images import moved, outdated

SHOWN = 3
"""Packages that a row names; `--json` has all."""


def lines(one: moved.Moved) -> Iterator[str]:
    """Yield what to say of a base that moved."""
    sizes = f", {_megabytes(one.old_size)} -> {_megabytes(one.new_size)}" if one.old_size and one.new_size else ""
    yield f"{one.name}: {_short(one.old) or 'not decided'} -> {_short(one.new)}{sizes}"
    yield from (f"  {moved.line(package)}" for package in one.packages)


def document(one: moved.Moved) -> dict[str, Any]:
    """Return the same for machines; sizes in bytes."""
    return dataclasses.asdict(one)


def cells(row: outdated.Row) -> tuple[str, str, str, str]:
    """Return the cells of one row: base, state, what is decided and what would be newer."""
    latest = _short(row.latest) or row.reason or "-"
    if row.packages:
        named = ", ".join(f"{one.name} {one.new}" for one in row.packages[:SHOWN])
        rest = len(row.packages) - SHOWN
        latest = f"{named} and {rest} more" if rest > 0 else named
    return row.name, {"open": "not decided"}.get(row.state, row.state), _short(row.decided) or "-", latest


def outdated_document(row: outdated.Row) -> dict[str, Any]:
    """Return a row for machines."""
    return dataclasses.asdict(row)


def _short(identity: str) -> str:
    """Return as much of each hash as tells it apart."""
    return " ".join(part[:19] for part in identity.split())


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"

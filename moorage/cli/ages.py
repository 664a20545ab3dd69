"""How long ago something was, in words, as the Pulumi CLI says it."""

from __future__ import annotations

import datetime
import re
from typing import Final

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
UNITS: Final = (("second", 1), ("minute", MINUTE), ("hour", HOUR), ("day", DAY), ("week", 7 * DAY), ("month", 30 * DAY))
YEAR: Final = 365 * DAY


def parse(time: str) -> datetime.datetime:
    """Return an RFC 3339 time, whose fraction may have nine digits."""
    return datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", time).replace("Z", "+00:00"))


def ago(time: str, now: datetime.datetime | None = None) -> str:
    """Return `now`, `1 second ago`, `3 minutes ago`, ..."""
    seconds = int(((now or datetime.datetime.now(datetime.UTC)) - parse(time)).total_seconds())
    if seconds < 1:
        return "now"
    if seconds >= YEAR:
        return _count(seconds // YEAR, "year")
    name, size = next((name, size) for name, size in reversed(UNITS) if seconds >= size)
    return _count(seconds // size, name)


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'} ago"


def span(time: str, now: datetime.datetime | None = None) -> str:
    """Return how long something has lasted: `42s`, `3m`, `5h`, `2d`."""
    seconds = max(0, int(((now or datetime.datetime.now(datetime.UTC)) - parse(time)).total_seconds()))
    for letter, size in (("d", DAY), ("h", HOUR), ("m", MINUTE)):
        if seconds >= size:
            return f"{seconds // size}{letter}"
    return f"{seconds}s"

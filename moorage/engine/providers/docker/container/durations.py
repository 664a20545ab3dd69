"""Durations as Go writes them (`1m30s`) and as Docker's API counts them (nanoseconds)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_UNITS: Final = {"ns": 1, "us": 10**3, "µs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}


def nanoseconds(text: str | None) -> int:
    """Return the nanoseconds of a Go duration, 0 for nothing."""
    parts = re.findall(r"(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)", text or "")
    return int(sum(Decimal(number) * _UNITS[unit] for number, unit in parts))


def text(count: int | None) -> str:
    """Return nanoseconds as Go's `Duration.String` does: `0s`, `1.5ms`, `1m30s`, `1h0m0s`."""
    left = count or 0
    if left == 0:
        return "0s"
    for unit in ("ns", "µs", "ms"):
        if left < _UNITS[unit] * 1000:
            return f"{_plain(Decimal(left) / _UNITS[unit])}{unit}"
    hours, left = divmod(left, _UNITS["h"])
    minutes, left = divmod(left, _UNITS["m"])
    seconds = f"{_plain(Decimal(left) / _UNITS['s'])}s"
    return f"{hours}h{minutes}m{seconds}" if hours else f"{minutes}m{seconds}" if minutes else seconds


def _plain(number: Decimal) -> str:
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits

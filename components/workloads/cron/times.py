"""When a workload runs: the five fields of a crontab as sets of numbers, and time zones as rules. Pure."""

from __future__ import annotations

import datetime
import importlib.resources
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, cast

import cronsim

NAMES: Final = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
"""Nicknames of crontab(5) in Debian's cron; `@reboot` is no time."""

MOVED: Final = ("Africa/Casablanca", "Africa/El_Aaiun")
"""Zones whose clocks follow the moon: no rule says when, only a table of years."""

ANY: Final = datetime.datetime(2000, 1, 1)


@dataclass(frozen=True)
class Times:
    """The numbers of each field; the day matches when one of day and weekday does, or both as `both` says."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    """0 is Sunday."""
    both: bool


def of(text: str) -> Times:
    """Return the times of a schedule.

    Raises:
        ValueError: it is none, or asks for what five fields of numbers cannot say.
    """
    fields = NAMES.get(text, text)
    if len(fields.split()) != len("mhdMw"):
        msg = f"{text!r} should be five fields (minute hour day month weekday) or one of {', '.join(sorted(NAMES))}"
        raise ValueError(msg)
    try:
        found = cronsim.CronSim(fields, ANY)
        next(found)
    except cronsim.CronSimError as error:
        msg = f"{text!r}: {str(error).lower()}"
        raise ValueError(msg) from None
    except StopIteration:
        msg = f"{text!r} never comes"
        raise ValueError(msg) from None
    weekdays = _numbers(text, cast("Iterable[object]", found.weekdays))
    return Times(
        _numbers(text, found.minutes),
        _numbers(text, found.hours),
        _numbers(text, found.days),
        _numbers(text, found.months),
        tuple(sorted({day % 7 for day in weekdays})),
        found.day_and,
    )


def _numbers(text: str, items: Iterable[object]) -> tuple[int, ...]:
    numbers = sorted(item for item in items if isinstance(item, int) and item >= 0)
    if len(numbers) != len(set(items)):
        msg = f"{text!r}: L, W and # are not understood; let the command look at the date"
        raise ValueError(msg)
    return tuple(numbers)


def rule(zone: str) -> str:
    """Return a time zone as the rule that POSIX's TZ holds: `Europe/Berlin` -> `CET-1CEST,M3.5.0,M10.5.0/3`.

    So a container needs no table of zones. The rule is the last line of the zone's file (RFC 8536).

    Raises:
        ValueError: there is no such zone, or it follows no rule.
    """
    if zone not in zones():
        msg = f"{zone!r} is not a time zone; such as Europe/Berlin"
        raise ValueError(msg)
    if zone in MOVED:
        msg = f"{zone!r} follows no rule that a container could keep; take UTC"
        raise ValueError(msg)
    content = (importlib.resources.files("tzdata") / "zoneinfo" / zone).read_bytes()
    return content.rsplit(b"\n", 2)[1].decode()


def zones() -> frozenset[str]:
    """Return the names of all time zones."""
    return frozenset((importlib.resources.files("tzdata") / "zones").read_text(encoding="utf-8").split())

"""A schedule is the numbers that its five fields mean, or one line says why it is none."""

from __future__ import annotations

import pytest

from components.workloads.cron import times

ALL = {"minutes": range(60), "hours": range(24), "days": range(1, 32), "months": range(1, 13), "weekdays": range(7)}


@pytest.mark.parametrize(
    ("text", "given", "both"),
    [
        ("* * * * *", {}, True),
        ("*/20 9-17/4 * * MON-FRI", {"minutes": (0, 20, 40), "hours": (9, 13, 17), "weekdays": (1, 2, 3, 4, 5)}, True),
        ("5,7 0 1 jan,Dec *", {"minutes": (5, 7), "hours": (0,), "days": (1,), "months": (1, 12)}, True),
        ("0 0 13 * 5", {"minutes": (0,), "hours": (0,), "days": (13,), "weekdays": (5,)}, False),
        ("0 0 * * 0,7", {"minutes": (0,), "hours": (0,), "weekdays": (0,)}, True),
        ("@hourly", {"minutes": (0,)}, True),
        ("@weekly", {"minutes": (0,), "hours": (0,), "weekdays": (0,)}, True),
    ],
)
def test_fields_are_numbers(text: str, given: dict[str, tuple[int, ...]], both: bool) -> None:
    """Names, lists, ranges, steps and nicknames; Sunday is 0 and 7; two restricted days mean either of them."""
    expected = {field: tuple(numbers) for field, numbers in ALL.items()} | given
    assert times.of(text) == times.Times(**expected, both=both)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("* * * *", "should be five fields"),
        ("0 * * * * *", "should be five fields"),
        ("@reboot", "should be five fields"),
        ("60 * * * *", "bad minute"),
        ("* 24 * * *", "bad hour"),
        ("* * 0 * *", "bad day-of-month"),
        ("* * * foo *", "bad month"),
        ("* * * * 5-1", "bad day-of-week"),
        ("*/0 * * * *", "bad minute"),
        ("0 0 31 2 *", "bad day-of-month"),
        ("0 0 L * *", "are not understood"),
        ("0 0 * * 5L", "are not understood"),
        ("0 0 * * 1#2", "are not understood"),
    ],
)
def test_what_is_no_schedule_is_refused(text: str, line: str) -> None:
    """By the field that is wrong."""
    with pytest.raises(ValueError, match=line):
        times.of(text)


def test_a_zone_is_a_rule() -> None:
    """What POSIX's TZ understands without a table of zones."""
    assert times.rule("UTC") == "UTC0"
    assert times.rule("Europe/Berlin") == "CET-1CEST,M3.5.0,M10.5.0/3"
    assert times.rule("Asia/Kolkata") == "IST-5:30"


@pytest.mark.parametrize(
    ("zone", "line"), [("Europe/Berln", "is not a time zone"), ("Africa/Casablanca", "follows no rule")]
)
def test_a_zone_without_a_rule_is_refused(zone: str, line: str) -> None:
    """One that is unknown, and those of which only a table knows."""
    with pytest.raises(ValueError, match=line):
        times.rule(zone)


def test_every_other_zone_has_a_rule() -> None:
    """None is empty."""
    assert [zone for zone in sorted(times.zones()) if zone not in times.MOVED and not times.rule(zone)] == []

"""Durations, Go's way and Docker's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moorage.engine.providers.docker.container import durations

# Go's time.Duration documents these forms (String, ParseDuration).
KNOWN = [
    (0, "0s"),
    (1, "1ns"),
    (1_100, "1.1µs"),
    (2_200_000, "2.2ms"),
    (3_300_000_000, "3.3s"),
    (90_000_000_000, "1m30s"),
    (245_000_000_000, "4m5s"),
    (245_001_000_000, "4m5.001s"),
    (18_367_001_000_000, "5h6m7.001s"),
    (3_600_000_000_000, "1h0m0s"),
]


@pytest.mark.parametrize(("count", "text"), KNOWN)
def test_text(count: int, text: str) -> None:
    """Nanoseconds are written as Go writes them."""
    assert durations.text(count) == text


@given(st.integers(min_value=0, max_value=2**62))
def test_round_trip(count: int) -> None:
    """What is written is read back, to the nanosecond."""
    assert durations.nanoseconds(durations.text(count)) == count


@pytest.mark.parametrize(("text", "count"), [("1.5h", 5_400_000_000_000), (".5s", 500_000_000), ("0", 0), (None, 0)])
def test_other_spellings(text: str | None, count: int) -> None:
    """Spellings that Go reads but does not write are read too."""
    assert durations.nanoseconds(text) == count

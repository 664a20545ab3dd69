"""A container's health check is given as Docker gives it back."""

import pytest

from components.core.contract import Probe
from components.workloads.containers import healthcheck


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "1ms"), (1, "1s"), (59, "59s"), (60, "1m0s"), (90, "1m30s"), (3600, "1h0m0s"), (3725, "1h2m5s")],
)
def test_durations_are_in_dockers_form(seconds: int, text: str) -> None:
    """A duration is spelled as Docker prints it, so that a refresh finds it unchanged."""
    assert healthcheck.duration(seconds) == text


def test_no_check_takes_no_number_from_the_image() -> None:
    """Without a probe, the check is off and each number is set: Docker would fill a missing one from the image."""
    off = healthcheck.of(None)
    assert (off.tests, off.interval, off.timeout, off.start_period, off.retries) == (["NONE"], "1s", "1s", "1s", 1)


def test_a_probe_is_a_command_with_its_numbers() -> None:
    """A probe runs as an exec-form command, with all four numbers."""
    check = healthcheck.of(Probe(("probe", "8080"), 10, 3, 60, 2))
    assert (check.tests, check.interval, check.timeout) == (["CMD", "probe", "8080"], "10s", "3s")
    assert (check.start_period, check.retries) == ("1m0s", 2)

"""A run that is killed in the middle of an update loses no request, and the next one ends right."""

from __future__ import annotations

import random
import time

import pytest

from tests.load.rig import Rig

pytestmark = pytest.mark.docker


def test_the_next_run_after_a_kill_ends_right(load: Rig, full: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """Killed (SIGKILL) at random moments of an update; then `up` serves the new version from one container."""
    load.write(version="start")
    began = time.monotonic()
    load.up()
    longest = time.monotonic() - began
    moments = random.Random(20261123)  # noqa: S311 - moments, the same in every run
    cut: list[float] = []
    for number in range(20 if full else 3):
        load.write(version=f"kill{number}")
        after = moments.uniform(0.5, longest)
        if load.killed(after):
            cut.append(round(after, 1))
        load.up()
        assert load.answer() == f"kill{number} {load.greeting}"
        assert load.containers() == ["running"], f"after a kill at {after} s"
        assert load.checkout.changes() == {}
    calls = load.calls()
    with capsys.disabled():
        print(f"\n{load.target}: killed after {cut} s of {longest:.1f} s; {calls}")
    assert cut
    for who, seen in calls.items():
        assert seen.failed == 0, f"{who}: {seen.errors}"

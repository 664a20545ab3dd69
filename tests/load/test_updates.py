"""Good versions, other settings and a step back take over without one request lost."""

from __future__ import annotations

import time

import pytest

from tests.load.rig import Rig

pytestmark = pytest.mark.docker


def test_image_updates_settings_and_a_rollback_lose_no_request(
    load: Rig, full: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every update serves its own version when `up` ends, and no caller ever failed."""
    times: list[float] = []
    for number in range(10 if full else 2):
        load.write(version=f"image{number}")
        began = time.monotonic()
        load.up()
        times.append(time.monotonic() - began)
        assert load.answer() == f"image{number} {load.greeting}"
    last = load.answer()
    for number in range(10 if full else 2):
        load.write(greeting=f"setting{number}")
        load.up()
        assert load.answer() == f"{last.split()[0]} setting{number}"
    before = load.answer()
    load.write(version="unwanted", greeting="unwanted")
    load.up()
    assert load.answer() == "unwanted unwanted"
    load.checkout.run("rollback", "web", "--yes")
    assert load.answer() == before
    calls = load.calls()
    with capsys.disabled():
        print(f"\n{load.target}: updates took {[round(one, 1) for one in times]} s")
        for who, seen in calls.items():
            print(f"{load.target}: {who}: {seen.sent} calls, {seen.failed} failed, longest {seen.longest} s")
    for who, seen in calls.items():
        assert seen.failed == 0, f"{who}: {seen.errors}"
        assert seen.sent > 1000
    assert load.containers() == ["running"]

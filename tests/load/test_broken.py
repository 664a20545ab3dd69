"""A version that crashes or never gets healthy never serves, and costs the one that serves nothing."""

from __future__ import annotations

import time

import pytest

from tests.load.rig import Rig

pytestmark = pytest.mark.docker


def test_no_request_reaches_a_broken_version_and_none_fails(load: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    """One that crashes, twice, one that is never healthy, one that crashes: each fails with its reason; one works."""
    load.write(version="first")
    load.up()
    took: dict[str, float] = {}
    for version, mode in (("crash1", "crash"), ("crash1", "crash"), ("sick1", "sick"), ("crash2", "crash")):
        load.write(version=version, mode=mode)
        began = time.monotonic()
        said = load.up(code=1).stdout
        took[version] = time.monotonic() - began
        assert "web" in said
        if mode == "crash":
            assert f"version {version} cannot go on: no such table: orders" in said
        assert load.answer() == f"first {load.greeting}"
        assert load.containers().count("running") == 1
    load.write(version="second")
    load.up()
    assert load.answer() == f"second {load.greeting}"
    calls = load.calls()
    with capsys.disabled():
        print(f"\n{load.target}: failed after {took} s; {calls['host'].sent} and {calls['workload'].sent} calls")
    for who, seen in calls.items():
        assert seen.failed == 0, f"{who}: {seen.errors}"
        assert not {"crash1", "sick1", "crash2"} & set(seen.versions)
    assert load.containers() == ["running"]
    assert load.checkout.changes() == {}

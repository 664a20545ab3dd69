"""Many workloads, each with networks of its own, come up on one machine and go, leaving nothing."""

from __future__ import annotations

import time

import pytest

from tests.machines.machine import Machine
from tests.networks import isolated
from tests.networks.conftest import Place

pytestmark = pytest.mark.xdist_group("machine")


def test_many_workloads(place: Place, full: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """Sixty with `--full`, a tree in which each uses another one; Docker's own pools would end at 31 networks."""
    count = 60 if full else 12
    names = [f"w{number}" for number in range(count)]
    parents = {name: [names[(number - 1) // 2]] if number else [] for number, name in enumerate(names)}
    stack, engine = place.stack(), isolated.host(place.machine)
    clean = _left(place.machine)
    began = time.monotonic()
    isolated.up(stack, "many", {name: isolated.service(*uses) for name, uses in parents.items()}, place.images)
    up = time.monotonic() - began
    running = isolated.containers(place.machine)
    networks = engine.networks("many", "test")
    memory = _memory(place.machine)
    began = time.monotonic()
    stack.destroy()
    down = time.monotonic() - began
    with capsys.disabled():
        print(  # noqa: T201 - what the test measures is for people
            f"\n{count} workloads: {len(running)} containers, {len(networks)} networks, up in {up:.0f} s, gone in"
            f" {down:.0f} s; all processes there, the engine's too: {memory} MiB"
        )
    inner = len({use for uses in parents.values() for use in uses})
    assert (len(running), len(networks)) == (count + inner, inner + (count - 1) + count)
    assert _left(place.machine) == clean


def _left(machine: Machine) -> tuple[str, ...]:
    """Return every container, network, volume and bridge that is there."""
    engine = isolated.host(machine)
    listed = (("ps", "-aq"), ("network", "ls", "-q"), ("volume", "ls", "-q"))
    interfaces = [line.split()[0] for line in machine.run("ip", "-brief", "link").splitlines()]
    return (*(engine.says(*words) for words in listed), *interfaces)


def _memory(machine: Machine) -> int:
    """Return the memory of all processes on the machine in MiB, what they share counted once."""
    # A process may end while it is looked at.
    count = "cat /proc/[0-9]*/smaps_rollup 2>/dev/null | awk '/^Pss:/ { sum += $2 } END { print sum }'"
    return int(machine.run("sh", "-c", count)) // 1024

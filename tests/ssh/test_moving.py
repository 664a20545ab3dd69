"""Another host for a stack: what was on the old one is made on the new one and removed from the old one."""

from __future__ import annotations

import pathlib

import pytest

from tests.machines import machine
from tests.ssh import conftest

pytestmark = pytest.mark.xdist_group("machine")


def _seen(on: machine.Machine) -> tuple[int, int]:
    containers = on.docker("ps", "--all", "--quiet", "--filter", "label=moorage.project=moorage-ssh").split()
    networks = on.docker("network", "ls", "--quiet", "--filter", "label=moorage.project=moorage-ssh").split()
    return len(containers), len(networks)


def test_a_changed_host_moves_the_stack(near: machine.Machine, tmp_path: pathlib.Path) -> None:
    """From a socket here to SSH there: all is made over there, nothing is left here, and the next run has no change."""
    with machine.machine(outside=True) as old:
        made = conftest.stack(tmp_path / "a", old.socket, "examples/stacks/docker.yaml")
        made.environment |= near.environment
        made.run("up", "--yes")
        there = _seen(old)
        assert there > (0, 0)
        made.edit("Pulumi.dev.yaml", old.socket, near.host)
        assert made.changes()["replace"] > 0
        made.run("up", "--yes")
        assert (_seen(old), _seen(near)) == ((0, 0), there)
        made.run("up", "--yes", "--expect-no-changes")
        made.run("destroy", "--yes", "--remove")
        assert _seen(near) == (0, 0)

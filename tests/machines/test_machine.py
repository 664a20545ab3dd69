"""The machines of tests: they start again with their disk, have the size they are given, and leave nothing behind."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.machines import image, machine

pytestmark = pytest.mark.xdist_group("machine")

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEEP = "cat /data/word 2>&-; echo said >/data/word; while :; do sleep 1; done"


@pytest.fixture(scope="module")
def small() -> Iterator[machine.Machine]:
    """Return a machine with a disk of 64 MiB."""
    with machine.machine(disk_mib=64) as made:
        yield made


def test_a_machine_keeps_its_disk_and_nothing_else(small: machine.Machine) -> None:
    """After a power cut a volume and a container that is to restart are there again, and the boot is another one."""
    options = ["--detach", "--restart=always", "--volume=data:/data", "--name=keeper"]
    small.docker("run", *options, image.load(small), "sh", "-c", KEEP)
    _said(small)
    small.run("touch", "/run/volatile")
    before = json.loads(small.docker("inspect", "keeper"))[0]
    small.reboot()
    after = json.loads(small.docker("inspect", "keeper"))[0]
    assert (after["Id"], after["State"]["Running"]) == (before["Id"], True)
    assert after["State"]["StartedAt"] != before["State"]["StartedAt"]
    assert small.docker("logs", "--since", before["State"]["StartedAt"], "keeper").split() == ["said"]
    _said(small)
    assert small.run("sh", "-c", "ls /run/volatile || echo none").strip() == "none"


def _said(small: machine.Machine) -> None:
    small.docker("exec", "keeper", "sh", "-c", "until [ -e /data/word ]; do :; done")


def test_the_engine_is_this_machines_and_not_ours(small: machine.Machine) -> None:
    """Over SSH and by its socket the same engine answers, which is another one than this machine's own."""
    ask = ["docker", "info", "--format", "{{.ID}}"]
    over = subprocess.run(
        ask,
        env=os.environ | small.environment | {"DOCKER_HOST": small.host},
        capture_output=True,
        text=True,
        check=True,
    )
    assert over.stdout == small.docker(*ask[1:])
    assert over.stdout != subprocess.run(ask, capture_output=True, text=True, check=True).stdout


def test_a_disk_can_be_full(small: machine.Machine) -> None:
    """Writing more than the disk has fails for want of space."""
    command = ["run", "--rm", image.load(small), "busybox", "dd", "if=/dev/zero", "of=/big", "bs=1M", "count=100"]
    with pytest.raises(subprocess.CalledProcessError) as caught:
        small.docker(*command)
    assert "No space left on device" in caught.value.stderr


def test_a_killed_test_leaves_nothing() -> None:
    """A process that is killed while it has a machine leaves no process, network interface, control group or file."""
    program = (
        "from tests.machines import machine\nwith machine.machine() as made: print(made.name, flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert (there := _traces(name))
        process.send_signal(signal.SIGKILL)
    assert {kind for kind, _ in there} == {"file", "interface", "process"}
    end = time.monotonic() + 20
    while left := _traces(name):
        assert time.monotonic() < end, left
        time.sleep(0.1)


def _traces(name: str) -> list[tuple[str, str]]:
    processes = [
        ("process", entry.name)
        for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline")
        if name.encode() in _read(entry)
    ]
    files = [("file", str(path)) for path in pathlib.Path("/tmp").glob(f"{name}*")]
    interfaces = [("interface", path.name) for path in pathlib.Path("/sys/class/net").glob(name)]
    groups = [("group", str(path)) for path in pathlib.Path("/sys/fs/cgroup").glob(f"*/{name}")]
    return [*processes, *files, *interfaces, *groups]


def _read(file: pathlib.Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""

"""The connection to a machine: one a run, whatever goes through it; to one whose key is not known, none."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import time

import docker
import pytest

from components.core import operations
from components.core.operations import OperationError
from components.shared.containers import ports, tunnel
from tests.machines import access, machine

pytestmark = pytest.mark.xdist_group("machine")

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_an_engine_and_its_machine_are_reached_by_one_connection(near: machine.Machine) -> None:
    """Its socket is here; a client that starts `ssh` goes through the same connection, and so does a command."""
    calls = _calls(near)
    local = tunnel.local(near.host)
    assert tunnel.local(near.host) == local
    assert docker.DockerClient(local).info()["Name"] == near.name
    opened = _accepted(near)
    assert tunnel.run(near.host, "hostname").strip() == near.name
    ask = ["docker", "--host", near.host, "info", "--format", "{{.Name}}"]
    assert subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip() == near.name
    assert _accepted(near) == opened
    assert _calls(near) - calls == 4  # the connection, its forward, the command, the client


def test_a_program_of_the_machine_is_seen_on_its_port(near: machine.Machine) -> None:
    """Its SSH server is in no list of containers; a port that nobody listens on is free."""
    taken = ports.taken(near.host)
    said = [taken(operations.Port("path", "web", number, "127.0.0.1")) for number in (22, 8100)]
    assert said == ["another program of that machine", ""]


def test_a_command_that_fails_says_nothing(near: machine.Machine) -> None:
    """What it has written until then is no answer."""
    assert tunnel.run(near.host, "echo half; exit 3") == ""


@pytest.mark.parametrize("known", ["", "another"])
def test_a_machine_whose_key_is_not_known_is_refused(
    near: machine.Machine, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line names the command that shows the fingerprint; nobody is asked, and nothing is learned."""
    folder = near.folder
    if known:
        if not (folder / "another").exists():
            access.keygen(folder / "another")
        known = (folder / "another.pub").read_text()
    access.know(folder, near.address, known)
    try:
        with pytest.raises(OperationError) as caught:
            tunnel.local(near.host)
        assert (folder / "known_hosts").read_text() == (f"{near.address} {known}" if known else "")
    finally:
        access.know(folder, near.address, (folder / "host.pub").read_text())
    said = "has another host key than" if known else "its host key is not known here: not connected"
    assert str(caught.value).startswith(f"{near.host}: {said}")
    assert f"(ssh-keyscan {near.address} | ssh-keygen -lf -)" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_engine_that_is_stopped_is_told_from_a_machine_that_is(near: machine.Machine) -> None:
    """The line says that the engine does not answer, and where to look."""
    near.stop_engine()
    try:
        with pytest.raises(OperationError) as caught:
            tunnel.local(near.host)
    finally:
        near.start_engine()
    line = "its engine does not answer at unix:///var/run/docker.sock; look there: ssh"
    assert str(caught.value) == f"{near.host}: {line} root@{near.address} docker version"


def test_the_connection_ends_with_a_killed_run(near: machine.Machine) -> None:
    """Nothing of a killed process stays connected."""
    program = (
        f"from components.shared.containers import tunnel\nprint(tunnel.local({near.host!r}), flush=True)\ninput()"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        folder = pathlib.Path(process.stdout.readline().strip().removeprefix("unix://")).parent
        assert _masters(folder) == 1
        process.kill()
    end = time.monotonic() + 10
    while _masters(folder):
        assert time.monotonic() < end
        time.sleep(0.05)


def _calls(near: machine.Machine) -> int:
    file = near.folder / "calls"
    return len(file.read_text().splitlines()) if file.exists() else 0


def _accepted(near: machine.Machine) -> int:
    """Return how many connections the machine's SSH server has open."""
    processes = near.run("ps", "-eo", "args").splitlines()
    return sum(line.startswith(("sshd: root@", "sshd: root [priv]")) for line in processes)


def _masters(folder: pathlib.Path) -> int:
    return sum(str(folder).encode() in _read(file) for file in pathlib.Path("/proc").glob("[0-9]*/cmdline"))


def _read(file: pathlib.Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""

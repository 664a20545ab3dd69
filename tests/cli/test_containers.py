"""Status, logs and commands inside: pure parts, and a real container where an engine runs."""

from __future__ import annotations

import json
import pathlib
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from components.shared.containers import execute, frames, logs, status
from tests.cli import real

CONTAINER: dict[str, Any] = {
    "Image": "sha256:abc",
    "State": {
        "Status": "running",
        "StartedAt": "2026-01-01T00:00:00.5Z",
        "ExitCode": 0,
        "Health": {"Status": "healthy"},
    },
    "NetworkSettings": {"Ports": {"8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": "80"}], "9/tcp": None}},
}


def test_a_running_container_as_a_row() -> None:
    """State, health, start and ports are the engine's own words."""
    row = status.row("web", [CONTAINER], "shop:1")
    assert (row.workload, row.state, row.health, row.image) == ("web", "running", "healthy", "shop:1")
    assert row.started == "2026-01-01T00:00:00.5Z"
    assert row.ports == ("127.0.0.1:80->8080/tcp",)


def test_replicas_as_a_row() -> None:
    """The worst of them counts; restarts are added up; when the last one was made is when it was deployed."""
    second = {
        **CONTAINER,
        "State": {**CONTAINER["State"], "Health": {"Status": "unhealthy"}},
        "Created": "2026-01-02T00:00:00Z",
        "RestartCount": 3,
    }
    row = status.row("web", [CONTAINER, second], "shop:1", ["b", "a"])
    assert (row.health, row.restarts, row.deployed) == ("unhealthy", 3, "2026-01-02T00:00:00Z")
    assert (row.running, row.replicas, row.left) == (2, 2, ("a", "b"))


def test_an_ended_container_as_a_row() -> None:
    """Its exit code is in the state; one that never ran has no start."""
    state = {"Status": "exited", "StartedAt": status.NEVER, "ExitCode": 3}
    row = status.row("job", [{**CONTAINER, "State": state, "NetworkSettings": {}}], "shop:1")
    assert (row.state, row.health, row.started, row.ports) == ("exited (3)", "", "", ())


def test_frames_are_put_together() -> None:
    """However the bytes arrive, whole frames come out, each with its stream."""
    data = b"\x01\0\0\0\0\0\0\x02hi" + b"\x02\0\0\0\0\0\0\x03err" + b"\x01\0\0\0\0\0\0\0"
    for size in (1, 5, 9, 100):
        reader = frames.Reader(terminal=False)
        parts = [part for at in range(0, len(data), size) for part in reader.feed(data[at : at + size])]
        assert parts == [(1, b"hi"), (2, b"err"), (1, b"")]


def test_a_terminal_has_no_frames() -> None:
    """What comes is passed on."""
    assert list(frames.Reader(terminal=True).feed(b"\x01\0")) == [(1, b"\x01\0")]


def test_lines_are_whole() -> None:
    """A line may come in pieces, and the last one without its end."""
    assert list(logs.split([b"a\nb", b"c\n\n", b"d"])) == [b"a", b"bc", b"", b"d"]


class FromFile:
    """A standard input that is a plain file."""

    def __init__(self, path: pathlib.Path) -> None:
        self.file = path.open("rb")

    def fileno(self) -> int:
        """Return what `os.read` takes."""
        return self.file.fileno()


@pytest.mark.parametrize("echoes", [True, False])
def test_long_input_and_long_output_do_not_wait_for_each_other(
    *, echoes: bool, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """More than any buffer holds goes in from a file while as much comes out; a command may end without reading."""
    much = b"0123456789" * 300_000
    (tmp_path / "input").write_bytes(much)
    monkeypatch.setattr("sys.stdin", FromFile(tmp_path / "input"))
    ours, theirs = socket.socketpair()

    def command() -> None:
        with theirs:
            while echoes and (data := theirs.recv(65536)):
                theirs.sendall(b"\x01\0\0\0" + len(data).to_bytes(4, "big") + data)

    inside = threading.Thread(target=command, daemon=True)
    inside.start()
    with ours:
        execute._pump(ours, terminal=False)
    inside.join()
    assert capsysbinary.readouterr().out == (much if echoes else b"")


STACK = """
config:
  moorage:profile: dev
  moorage:target: {docker: {}}
  moorage:workloads: {web: {}, job: {}, other: {}}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pathlib.Path]:
    """Return a project with one running and one ended container."""
    root = tmp_path_factory.mktemp("running")
    (root / "Pulumi.yaml").write_text("name: clicontainers\nruntime: python\nbackend: {url: 'file://.'}\n")
    (root / "Pulumi.dev.yaml").write_text(STACK)
    with real.image() as image:
        web = real.start(image, "clicontainers", "web", "echo one; echo two >&2; exec /bin/busybox sleep 600")
        job = real.start(image, "clicontainers", "job", "echo done; exit 4")
        try:
            real.docker("wait", job)
            yield root
        finally:
            real.docker("rm", "-f", web, job)


def moorage(root: pathlib.Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    argv = [sys.executable, "-m", "moorage", "-C", str(root), "--engine", "embedded", *arguments]
    return subprocess.run(argv, input=stdin, capture_output=True, check=False)


@pytest.mark.docker
def test_status_shows_what_is_there_and_what_is_not(project: pathlib.Path) -> None:
    """Every workload of the file has a row."""
    rows = json.loads(moorage(project, "status", "--json").stdout)
    assert [(row["workload"], row["state"]) for row in rows] == [
        ("web", "running"),
        ("job", "exited (4)"),
        ("other", "absent"),
    ]
    assert rows[0]["image"] == real.NAME


@pytest.mark.docker
def test_logs_of_one_and_of_all(project: pathlib.Path) -> None:
    """Both streams; with the workload's name before each line when there are several."""
    assert sorted(moorage(project, "logs", "web", "--raw").stdout.splitlines()) == [b"one", b"two"]
    lines = moorage(project, "logs").stdout.splitlines()
    assert [line for line in lines if re.fullmatch(rb"[-0-9]{10}T[:0-9]{8}\.\d{3}Z job   \| done", line)]
    assert moorage(project, "logs", "job", "--tail", "0").stdout == b""
    failed = moorage(project, "logs", "other")
    assert (failed.returncode, failed.stderr) == (
        1,
        b"error: workload 'other' is not up in stack dev; there are job, web\n",
    )


@pytest.mark.docker
def test_a_command_inside_has_input_output_and_exit_code(project: pathlib.Path) -> None:
    """Both streams stay apart; what is piped in arrives, also much of it."""
    script = "echo out; echo err >&2; exit 7"
    done = moorage(project, "exec", "web", "--", "/bin/busybox", "sh", "-c", script)
    assert (done.returncode, done.stdout, done.stderr) == (7, b"out\n", b"err\n")
    much = b"0123456789" * 100_000
    assert moorage(project, "exec", "web", "--", "/bin/busybox", "cat", stdin=much).stdout == much


@pytest.mark.docker
def test_a_workload_that_does_not_run_takes_no_command(project: pathlib.Path) -> None:
    """The line says where to look."""
    done = moorage(project, "exec", "job", "--", "/bin/busybox", "true")
    assert done.returncode == 1
    assert done.stderr.startswith(b"error: workload job does not run (exited (4)")
    assert done.stderr.endswith(b"moorage logs job\n")

"""Status, logs and commands of several replicas, across an update, on both engines."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests import hosts, small

pytestmark = pytest.mark.docker


@pytest.fixture
def stack(host: hosts.Host, tmp_path: pathlib.Path) -> Iterator[small.Small]:
    """Return a stack with two replicas of one worker."""
    web = {"kind": "worker", "image": "app", "check": "ready", "replicas": 2}
    made = small.make(tmp_path, f"replicas-{host.name}", host, {"web": web})
    try:
        made.up()
        yield made
    finally:
        made.end()


def wait_for(path: pathlib.Path, text: str) -> None:
    """Wait until a text is in a file; a minute at most."""
    end = time.monotonic() + 60
    while text not in path.read_text():
        assert time.monotonic() < end, path.read_text()
        time.sleep(0.2)


def test_two_replicas(stack: small.Small, tmp_path: pathlib.Path) -> None:
    """Each has its lines; followed, a new version's lines appear and the follower ends with the stack."""
    (row,) = stack.json("status")
    assert (row["running"], row["replicas"], row["restarts"], row["left"]) == (2, 2, 0, [])
    assert "last update: 1 succeeded " in stack.run("status").stdout
    lines = stack.run("logs", "web").stdout.splitlines()
    assert sorted(line.split(" ", 1)[1] for line in lines if "one" in line) == ["web/1 | one", "web/2 | one"]
    assert stack.run("logs", "web/2", "--raw").stdout.split() == ["one"]
    second = stack.run("exec", "web/2", "--", "/bin/busybox", "hostname").stdout.strip()
    first = stack.run("exec", "web", "--", "/bin/busybox", "hostname").stdout.strip()
    assert first != second
    none = stack.run("exec", "web/3", "--", "/bin/busybox", "true", code=1)
    assert none.stderr == "error: web/3 is not up in stack dev; there are web/1, web/2\n"
    bad = stack.run("logs", "web/x", code=2)
    assert bad.stderr == "error: workloads: 'web/x' names no replica; allowed: web/1, web/2, ...\n"
    seen = tmp_path / "seen"
    argv = [sys.executable, "-m", "moorage", "logs", "--follow", "--tail", "0"]
    with seen.open("wb") as file:
        follower = subprocess.Popen(argv, cwd=stack.root, stdout=file, env=stack.surroundings)
        try:
            time.sleep(3)  # it has looked once: what comes from now on is new
            stack.version("two")
            stack.up()
            wait_for(seen, "web/1 | two")
            wait_for(seen, "web/2 | two")
            assert "one" not in seen.read_text()
            stack.end()
            assert follower.wait(60) in (0, 1)
        finally:
            follower.kill()

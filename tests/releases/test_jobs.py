"""A job ends well or fails `up`; it runs again only when what it does may differ, and never twice at once."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from tests.releases.stage import Stage, shell

pytestmark = pytest.mark.docker

COUNTS = "echo run >>/data/runs; echo counted; "
DATA = {"data": {"path": "/data"}}


def job(text: str = "", **more: Any) -> dict[str, Any]:
    """Return a job that leaves a line of each of its runs in its volume."""
    return shell("job", COUNTS + text, volumes=DATA, **more)


def runs(stage: Stage) -> int:
    """Return how often the job ran."""
    read = (
        "run",
        "--rm",
        "--volume",
        f"{stage.project}-test-data:/data",
        stage.image,
        "/bin/busybox",
        "cat",
        "/data/runs",
    )
    return len(stage.host.says(*read).split())


@pytest.mark.parametrize(
    ("text", "more", "line"),
    [
        ("exit 4", {}, "job count exited with code 4"),
        ("exec /bin/busybox sleep 60", {"timeout_seconds": 1}, "job count did not end within 1 s and was killed"),
        (
            "exec /bin/busybox dd if=/dev/zero of=/tmp/file bs=1M",
            {"limits": {"memory_mib": 16}},
            "job count ran out of memory and was killed",
        ),
    ],
    ids=["non-zero", "too long", "out of memory"],
)
def test_a_failed_job_runs_again(stage: Stage, text: str, more: dict[str, Any], line: str) -> None:
    """It fails `up` with its last lines and is not recorded: the next `up` runs it again, and shows its lines."""
    for times in (1, 2):
        failed = "\n".join(stage.up({"count": job(text, **more)}, fails=True).errors)
        assert line in failed
        assert "counted" in failed  # a line that the engine wrote late may be there from the run before
        assert runs(stage) == times
    stage.up({"count": job("exit 0")})
    assert runs(stage) == 3
    assert len(stage.containers("count")) == 1


def test_a_killed_job_fails(stage: Stage) -> None:
    """Whoever kills it."""
    killer = threading.Thread(target=_kill_when_running, args=(stage,))
    killer.start()
    failed = stage.up({"count": job("exec /bin/busybox sleep 60")}, fails=True)
    killer.join()
    assert "job count exited with code 137" in "\n".join(failed.errors)


def _kill_when_running(stage: Stage) -> None:
    while not (there := stage.running("count")):
        time.sleep(0.1)
    stage.host.run("kill", *there)


def test_only_what_it_does_runs_it_again(stage: Stage) -> None:
    """Its command, its environment, its secrets: not its limits, of which each needs another container."""
    stage.up({"count": job()})
    limited = job(limits={"memory_mib": 64, "pids": 64, "cpus": 0.5, "open_files": 128, "tmpfs_mib": 8})
    stage.up({"count": limited})
    assert runs(stage) == 1
    assert stage.changes({"count": limited}) == {}
    stage.up({"count": job("true")})
    assert runs(stage) == 2
    stage.up({"count": job("true", environment={"DEPTH": "2"})})
    assert runs(stage) == 3
    stage.up({"count": job("true", environment={"DEPTH": "2"}, secrets=["word"])})
    assert runs(stage) == 4


def test_what_comes_after_waits(stage: Stage) -> None:
    """Nothing that follows a failed job is started."""
    stage.up({"count": job("exit 1"), "worker": shell("worker", "exec sleep 60", after=["count"])}, fails=True)
    assert stage.containers("worker") == []

"""Runs that are killed at any moment: the next one ends where it would have ended."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from typing import Any

import pytest

from tests.releases.stage import Stage, serving, shell

pytestmark = pytest.mark.docker


def start(stage: Stage, workloads: dict[str, Any]) -> subprocess.Popen[bytes]:
    """Start an `up` in a process of its own."""
    words = [str(stage.deployed.folder), stage.project, stage.image, json.dumps(workloads)]
    return subprocess.Popen([sys.executable, "-m", "tests.releases.stage", *words])


def test_the_next_run_ends_right(stage: Stage, full: bool) -> None:
    """Killed at random moments of updates, it never costs what serves, and the next `up` leaves one container."""
    stage.up({"web": serving("0")})
    source = random.Random(7)  # noqa: S311 - moments, not secrets
    for number in range(1, (20 if full else 4) + 1):
        run = start(stage, {"web": serving(str(number))})
        time.sleep(source.uniform(0.5, 4))
        run.kill()
        run.wait()
        assert stage.says("web") - {str(number)} <= {str(number - 1)}
        assert stage.running("web")
        stage.up({"web": serving(str(number))})
        assert stage.says("web") == {str(number)}
        assert len(stage.containers("web")) == 1
        assert stage.changes({"web": serving(str(number))}) == {}


def test_a_job_left_running_is_awaited(stage: Stage) -> None:
    """It is not started twice; one that ended well in the meantime is done."""
    volumes = {"data": {"path": "/data"}}
    text = "echo run >>/data/runs; while [ ! -e /data/end ]; do /bin/busybox sleep 0.1; done; cat /data/runs"
    slow = {"slow": shell("job", text, volumes=volumes)}
    run = start(stage, slow)
    while not stage.running("slow"):
        time.sleep(0.1)
    run.kill()
    run.wait()
    (left,) = stage.running("slow")
    again = start(stage, slow)
    stage.host.execute(left, "/bin/busybox", "touch", "/data/end")
    assert again.wait() == 0
    assert stage.host.logs(left).split() == ["run"]

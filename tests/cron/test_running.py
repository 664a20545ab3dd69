"""A cron on a real engine: in an image that has neither a shell nor anything else but the command."""

from __future__ import annotations

import io
import pathlib
import subprocess
import tarfile
import time
from collections.abc import Iterator
from typing import Any

import pytest

from components.workloads.cron import builtin
from moorage.engine.state import crypto
from tests import hosts
from tests.releases import stage as stages
from tests.releases.stage import Stage

pytestmark = pytest.mark.docker

CLOCK = ("/opt/moorage/busybox", "sh", "/opt/moorage/cron.sh", "/run/moorage", "now")
SECONDS = 30


@pytest.fixture
def stage(tmp_path: pathlib.Path, host: hosts.Host) -> Iterator[Stage]:
    """Return an empty stack with an image, `bare`, that holds one program."""
    name = f"cron-{host.name}-bare:test"
    files = io.BytesIO()
    with tarfile.open(fileobj=files, mode="w") as archive:
        archive.add("/bin/busybox", "date")
    done = subprocess.run(
        [host.name, "import", "-", name], env=host.variables, input=files.getvalue(), capture_output=True, check=True
    )
    for made in stages.make(host, tmp_path, f"cron-{host.name}", crypto.Keys("test")):
        # Any image with a busybox has what the scheduler's own has.
        made.images = {"bare": done.stdout.decode().strip(), builtin.NAME: made.image}
        yield made
    host.run("image", "rm", name)


def nightly(*command: str, **more: Any) -> dict[str, Any]:
    """Return a cron that never comes during a test."""
    return {"kind": "cron", "image": "bare", "schedule": "0 0 29 2 *", "command": list(command)} | more


def told(stage: Stage, ends: str) -> str:
    """Let it run now; return the log once a line of it ends so."""
    (one,) = stage.running("nightly")
    stage.host.execute(one, *CLOCK)
    end = time.monotonic() + SECONDS
    while f"{ends}\n" not in (log := stage.host.logs(one)):
        assert time.monotonic() < end, log
        time.sleep(0.2)
    return log


def health(stage: Stage) -> int:
    """Return what the container's own check says."""
    (one,) = stage.containers("nightly")
    check = one["Config"]["Healthcheck"]["Test"]
    assert check[0] == "CMD"
    return stage.host.execute(one["Id"], *check[1:], check=False).returncode


def test_it_runs_in_an_image_of_one_program(stage: Stage) -> None:
    """Hardened as every workload; what a run says and how it ended is in the log; a failed run is an unhealthy one."""
    given = {"nightly": nightly("/date", "-u", "-d", "@0", "+%Y")}
    stage.up(given)
    (one,) = stage.containers("nightly")
    assert (one["HostConfig"]["ReadonlyRootfs"], one["Config"]["User"]) == (True, "10001:10001")
    assert health(stage) == 0
    assert "1970" in told(stage, "run ended with code 0 after 0 s")
    assert stage.changes(given) == {}
    stage.up({"nightly": nightly("/date", "--no-such-option")})
    told(stage, "run ended with code 1 after 0 s")
    assert health(stage) == 1


def test_another_time_is_another_version(stage: Stage) -> None:
    """And the one before has gone, with its volume."""
    stage.up({"nightly": nightly("/date")})
    first = stage.running("nightly")
    stage.up({"nightly": nightly("/date", schedule="@yearly")})
    assert len(stage.containers("nightly")) == 1
    assert stage.running("nightly") != first
    assert len(stage.host.volumes(stage.project, "test")) == 1

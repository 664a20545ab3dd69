"""Waiting for health, one-off containers and files, on a real engine."""

from __future__ import annotations

import time
from typing import Any

import pytest

from moorage.engine.providers.protocol import ProviderError
from tests.engine.providers.docker.conftest import Desk, Made

pytestmark = pytest.mark.docker

CHECK: dict[str, Any] = {"tests": ["CMD", "test", "-f", "/ok"], "interval": "300ms", "timeout": "2s", "retries": 2}


def fails(desk: Desk, script: str, **given: Any) -> ProviderError:
    """Make a container that does not become healthy; return the error."""
    command = ["sh", "-c", script]
    with pytest.raises(ProviderError) as caught:
        desk.container("web", command=command, healthcheck=CHECK, wait=True, waitTimeout=30, **given)
    assert caught.value.id != ""
    assert caught.value.outputs is not None
    return caught.value


def test_healthy_after_a_while(desk: Desk) -> None:
    """The wait ends when the check first passes."""
    check = {**CHECK, "retries": 30}
    made = desk.container("web", command=["sh", "-c", "sleep 1; touch /ok; sleep 600"], healthcheck=check, wait=True)
    assert desk.engine.inspect_container(made.id)["State"]["Health"]["Status"] == "healthy"


def test_exit_ends_the_wait(desk: Desk) -> None:
    """A container that exits fails with its code and last words, long before the time is up."""
    began = time.monotonic()
    error = fails(desk, "echo one; echo two; exit 3")
    assert time.monotonic() - began < 25
    assert (
        str(error)
        == f"container {desk.prefix}-web exited with code 3 before it was healthy; it said last:\n  one\n  two"
    )


def test_unhealthy_ends_the_wait(desk: Desk) -> None:
    """A container that Docker calls unhealthy fails, with what its health check said."""
    check = {**CHECK, "tests": ["CMD-SHELL", "echo not yet; exit 1"]}
    with pytest.raises(ProviderError) as caught:
        desk.container("web", command=["sh", "-c", "echo up; sleep 600"], healthcheck=check, wait=True)
    assert str(caught.value) == (
        f"container {desk.prefix}-web is unhealthy; it said last:\n  up\n  health check: not yet"
    )


def test_crash_loop_ends_the_wait(desk: Desk) -> None:
    """A container that Docker restarts again and again fails after the third time."""
    error = fails(desk, "exit 4", restart="always")
    assert str(error).startswith(f"container {desk.prefix}-web keeps crashing: restarted 3 times, last exit code 4")


def test_time_is_up(desk: Desk) -> None:
    """A container that is neither healthy nor lost fails when the resource's own time is up."""
    context = desk.context("Container", "web", timeout=1.0)
    given = {"image": desk.image, "command": ["sleep", "600"], "healthcheck": {**CHECK, "retries": 99}, "wait": True}
    inputs = desk.check("Container", "web", given)
    with pytest.raises(ProviderError, match=r"is not healthy after 1 seconds") as caught:
        desk.provider.create(context, inputs)
    desk.made.append(Made(context, caught.value.id, inputs, {}))


def test_no_check_to_wait_for(desk: Desk) -> None:
    """Waiting for a container without health check is refused in words."""
    with pytest.raises(ProviderError, match="has wait, but neither it nor its image has a health check"):
        desk.container("web", wait=True)


def test_failed_container_is_waited_for_again(desk: Desk) -> None:
    """An update of a container that had failed starts it again and waits again."""
    volume = desk.make("Volume", "vol")
    given: dict[str, Any] = {
        "image": desk.image,
        "command": ["sh", "-c", "test -f /data/go || exit 5; touch /ok; sleep 600"],
        "init": True,
        "healthcheck": {**CHECK, "retries": 30},
        "wait": True,
        "mounts": [{"type": "volume", "source": volume.id, "target": "/data"}],
    }
    with pytest.raises(ProviderError, match="exited with code 5"):
        desk.container("web", **given)
    failed = desk.made[-1]
    with pytest.raises(ProviderError, match="exited with code 5"):
        desk.provider.update(failed.context, failed.id, failed.inputs, failed.outputs, failed.inputs)
    desk.container("go", command=["touch", "/data/go"], mounts=given["mounts"], mustRun=False, attach=True)
    outputs = desk.provider.update(failed.context, failed.id, failed.inputs, failed.outputs, failed.inputs)
    assert outputs["mustRun"] is True


def test_one_off(desk: Desk) -> None:
    """An attached container is waited for; its logs and exit code are outputs, and a refresh keeps them."""
    given: dict[str, Any] = {
        "image": desk.image,
        "command": ["sh", "-c", "echo done; exit 7"],
        "init": True,
        "attach": True,
        "logs": True,
        "mustRun": False,
    }
    made = desk.container("job", **given)
    assert (made.outputs["containerLogs"], made.outputs["exitCode"]) == ("done\n", 7)
    seen = desk.refresh(made)
    assert seen is not None
    assert (seen.inputs, seen.outputs) == (made.inputs, made.outputs)
    assert desk.diff(seen, **given).detailed == {}


def test_created_not_started(desk: Desk) -> None:
    """A container that is not to be started only exists, and that is no drift."""
    given: dict[str, Any] = {"image": desk.image, "command": ["true"], "init": True, "start": False, "mustRun": False}
    made = desk.container("job", **given)
    assert desk.engine.inspect_container(made.id)["State"]["Status"] == "created"
    seen = desk.refresh(made)
    assert seen is not None
    assert (seen.inputs, seen.outputs) == (made.inputs, made.outputs)


def test_uploads(desk: Desk) -> None:
    """Files are there before the start, with content, mode and owner as asked, in a mounted volume too."""
    volume = desk.make("Volume", "vol")
    uploads = [
        {"file": "/data/plain", "content": "text"},
        {"file": "/data/bytes", "contentBase64": "AAH/", "owner": "10001", "group": "10002", "permissions": "0400"},
        {"file": "/deep/er/run", "content": "#!/bin/sh\n", "executable": True},
    ]
    script = "stat -c '%n %a %u:%g %s' /data/plain /data/bytes /deep/er/run; cat /data/plain"
    made = desk.container(
        "web",
        command=["sh", "-c", script],
        mustRun=False,
        uploads=uploads,
        mounts=[{"type": "volume", "source": volume.id, "target": "/data"}],
    )
    assert desk.output(made) == "/data/plain 644 0:0 4\n/data/bytes 400 10001:10002 3\n/deep/er/run 744 0:0 10\ntext"

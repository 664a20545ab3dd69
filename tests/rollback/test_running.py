"""Rollbacks of running workloads, on both engines."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests import hosts, small

pytestmark = pytest.mark.docker

WEB: dict[str, Any] = {"kind": "worker", "image": "app", "check": "ready", "environment": {"COLOUR": "red"}}
OTHER: dict[str, Any] = {"kind": "worker", "image": "app", "check": "ready", "environment": {"COLOUR": "grey"}}
BROKEN = ["/bin/busybox", "false"]


@pytest.fixture
def stack(host: hosts.Host, tmp_path: pathlib.Path) -> Iterator[small.Small]:
    """Return a stack that was deployed twice: another image for both workloads, another colour for one."""
    made = small.make(tmp_path, f"rollback-{host.name}", host, {"web": WEB, "other": OTHER})
    try:
        made.up()
        made.version("two")
        made.stack["workloads"]["web"] = {**WEB, "environment": {"COLOUR": "blue"}}
        made.up()
        yield made
    finally:
        made.end()


def says(stack: small.Small, workload: str) -> str:
    """Return what the one running container of a workload wrote."""
    (container,) = stack.running(workload)
    return " ".join(stack.host.logs(container).split())


def test_back_and_forth(stack: small.Small) -> None:
    """One workload returns, image and settings; the other goes on; again undoes it; `up` goes forward and says so."""
    untouched = stack.running("other")
    before = stack.running("web")
    preview = stack.run("rollback", "web", "--preview-only")
    assert "environment.COLOUR: blue -> red" in preview.stderr
    assert stack.running("web") == before
    stack.version("three, which nobody deployed")
    done = stack.run("rollback", "web", "--yes")
    assert done.stderr.startswith("rollback of web to update 1, ")
    assert "image app: " in done.stderr
    assert "(changed: version)" in done.stderr
    assert (says(stack, "web"), says(stack, "other")) == ("one red", "two grey")
    assert stack.running("other") == untouched
    stack.run("rollback", "web", "--yes")
    assert says(stack, "web") == "two blue"
    document, _ = json.JSONDecoder().raw_decode(stack.run("rollback", "web", "--to", "1", "--yes", "--json").stdout)
    assert document["rollback"]["changes"][-1] == "  environment.COLOUR: blue -> red"
    assert says(stack, "web") == "one red"
    stack.version("two")
    forward = stack.up()
    line = "the last update was a rollback of web to update 1; this goes forward again, to what Pulumi.dev.yaml says"
    assert line in forward.stderr.splitlines()
    assert (says(stack, "web"), says(stack, "other")) == ("two blue", "two grey")
    assert stack.running("other") == untouched
    assert line not in stack.run("up", "--yes", "--expect-no-changes").stderr


def test_after_a_failed_update(stack: small.Small) -> None:
    """What worked last is what a rollback returns to, and what the failed update left goes; a gone image is said."""
    stack.version("three")
    stack.stack["workloads"]["web"] = {**WEB, "command": BROKEN}
    stack.up(code=1)
    stack.run("rollback", "--yes")
    assert (says(stack, "web"), says(stack, "other")) == ("two blue", "two grey")
    assert len(stack.host.containers(stack.name, "dev", "web")) == 1
    old = next(tag for tag in stack.host.tags(f"{stack.name}-dev-app") if _one(stack, tag))
    stack.host.run("rmi", "-f", old)
    gone = stack.run("rollback", "web", "--to", "1", code=1)
    assert gone.stderr == ("error: image app of update 1 is not on the host any more; those of update 2, 4 are\n")
    assert says(stack, "web") == "two blue"


def _one(stack: small.Small, tag: str) -> bool:
    return stack.host.says("run", "--rm", tag, "/bin/busybox", "cat", "/version") == "one"

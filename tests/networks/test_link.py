"""A link joins a proxy to its callers by name, and costs neither of them anything when another one comes or goes."""

from __future__ import annotations

import pathlib
import subprocess
from collections.abc import Iterator

import pytest

from moorage.engine.state import crypto
from moorage.testing import deployment
from tests import hosts
from tests.networks import linked
from tests.releases import stage

pytestmark = pytest.mark.docker
IMAGE = "networks-link:test"


@pytest.fixture
def stack(tmp_path: pathlib.Path) -> Iterator[deployment.Deployment]:
    """Return an empty stack on Docker, and remove it afterwards; nothing of it may be left."""
    stage.imported(hosts.DOCKER, IMAGE)
    made = deployment.begin(tmp_path, crypto.Keys("test"), {}, {}, stage.REAL)
    yield made
    made.destroy()
    left = (hosts.DOCKER.containers("networks-link", "test"), hosts.DOCKER.networks("networks-link", "test"))
    hosts.DOCKER.run("image", "rm", "--force", IMAGE)
    assert left == ([], [])


def up(stack: deployment.Deployment, *callers: str, version: str = "1") -> dict[str, int]:
    """Deploy with these callers, and return what changed, by operation."""
    found = stack.update(lambda: linked.program(hosts.DOCKER, IMAGE, callers, version)).changes
    return {operation: count for operation, count in found.items() if operation != "same"}


def changes(stack: deployment.Deployment, *callers: str) -> dict[str, int]:
    """Return what a preview would change."""
    found = stack.preview(lambda: linked.program(hosts.DOCKER, IMAGE, callers)).changes
    return {operation: count for operation, count in found.items() if operation != "same"}


def container(name: str) -> str:
    """Return the id of a container that runs."""
    (found,) = hosts.DOCKER.containers("networks-link", "test", name)
    return found


def says(caller: str) -> str:
    """Return what the callee answers to `hello`, from inside a caller."""
    script = "echo hello | /bin/busybox nc api 8080"
    return hosts.DOCKER.execute(container(caller), "/bin/busybox", "sh", "-c", script, check=False).stdout.strip()


def test_a_caller_reaches_its_callee_by_name(stack: deployment.Deployment) -> None:
    """Also after the proxy was replaced or started again; a refresh finds nothing changed, and a second run neither."""
    up(stack, "web")
    assert says("web") == "hello"
    stack.refresh()
    assert changes(stack, "web") == {}
    hosts.DOCKER.run("restart", "--time", "0", container("api"))
    assert says("web") == "hello"
    hosts.DOCKER.run("stop", "--time", "0", container("api"))
    hosts.DOCKER.run("restart", "--time", "0", container("web"))  # takes no address that is the callee's
    hosts.DOCKER.run("start", container("api"))
    assert says("web") == "hello"
    before = container("api")
    up(stack, "web", version="2")
    assert (container("api") != before, says("web")) == (True, "hello")


def test_callers_come_and_go(stack: deployment.Deployment) -> None:
    """A connection through the proxy outlives both, and neither end of it is another container afterwards."""
    up(stack, "web")
    there = [container("api"), container("web")]
    talk = subprocess.Popen(
        ["docker", "exec", "-i", there[1], "/bin/busybox", "nc", "api", "8080"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert talk.stdin is not None
    assert talk.stdout is not None
    for callers, made in ((("web", "worker"), {"create": 4}), (("web",), {"delete": 4})):
        assert up(stack, *callers) == made
        talk.stdin.write(b"still there\n")
        talk.stdin.flush()
        assert talk.stdout.readline() == b"still there\n"
    talk.kill()
    talk.communicate()
    assert [container("api"), container("web")] == there


def test_a_join_that_was_interrupted(stack: deployment.Deployment) -> None:
    """It is right to join what has joined, and to take out what is out or gone."""
    up(stack, "web", "worker")
    link, proxy = "networks-link-test-web.api", container("api")
    hosts.DOCKER.run("network", "disconnect", link, proxy)
    up(stack, "worker")  # takes out what is out already
    up(stack, "web", "worker")
    assert (says("web"), says("worker")) == ("hello", "hello")
    hosts.DOCKER.run("rm", "--force", proxy)
    stack.destroy()

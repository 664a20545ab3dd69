"""The engines of the fixture `host`: what runs on each is found by the words that other tests use."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator

import pytest

from tests.hosts import Host

pytestmark = pytest.mark.docker

SCOPE = ("hosts-test", "dev")
LABELS = ("--label", "moorage.project=hosts-test", "--label", "moorage.stack=dev", "--label", "moorage.workload=web")
IMAGE = "hosts-test-dev-web:000000000000"


@pytest.fixture
def container(host: Host) -> Iterator[str]:
    """Return a container with the labels of a workload, in a network of its own."""
    files = io.BytesIO()
    with tarfile.open(fileobj=files, mode="w") as archive:
        archive.add("/bin/busybox", "bin/busybox")
    subprocess.run([host.name, "import", "-", IMAGE], env=host.variables, input=files.getvalue(), check=True)
    host.run("network", "create", *LABELS[:4], "hosts-test")
    made = host.says("run", "-d", "--network", "hosts-test", *LABELS, IMAGE, "/bin/busybox", "sleep", "600")
    yield made
    host.run("rm", "-f", made)
    host.run("network", "rm", "hosts-test")
    host.run("image", "rm", IMAGE)


def test_a_container_is_found(host: Host, container: str) -> None:
    """By the stack's labels and by its workload's, with its network, its image's plain name and its processes."""
    assert host.containers(*SCOPE) == host.containers(*SCOPE, "web") == [container]
    assert host.containers(*SCOPE, "worker") == []
    assert host.networks(*SCOPE) == ["hosts-test"]
    assert host.tags("hosts-test-") == [IMAGE]
    assert host.execute(container, "/bin/busybox", "echo", "hello").stdout == "hello\n"
    assert [(one / "comm").read_text().strip() for one in host.processes(container)] == ["busybox"]

"""Ten deployments of an image on a real engine: which images stay, and that nobody else's is touched."""

from __future__ import annotations

import io
import pathlib
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from components.images import kept
from components.images.builders import keep
from moorage.engine.providers import protocol
from moorage.engine.providers.command.package import Command
from tests.cli import real
from tests.images import building

pytestmark = pytest.mark.docker

PROJECT, REPOSITORY = "keeptest", "keeptest-dev-app"
LABELS = {"moorage.project": PROJECT, "moorage.stack": "dev"}
TYPE = "command:local:Command"


def make(name: str, content: str, labels: Mapping[str, str] = LABELS) -> str:
    """Make an image of one file, called `name`, and return its ID."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        entry = tarfile.TarInfo("content")
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content.encode()))
    changes = [word for key, value in labels.items() for word in ("--change", f"LABEL {key}={value}")]
    return real.docker("import", *changes, "-", name, stdin=buffer.getvalue())


def key(number: int) -> str:
    """Return the key of a deployment."""
    return f"{number:012x}"


def names() -> list[str]:
    """Return all names of images that begin as the project does, sorted."""
    listed = building.docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}").stdout.split()
    return sorted(name for name in listed if name.startswith(PROJECT))


@dataclass
class Stack:
    """The resource that keeps the images of `app`, as an engine runs it."""

    provider: Command
    inputs: dict[str, Any] = field(default_factory=dict[str, Any])
    outputs: dict[str, Any] = field(default_factory=dict[str, Any])

    def deploy(self, number: int, content: str = "") -> str:
        """Build the image of a key and bring the resource to it; return the image's ID."""
        made = make(f"{REPOSITORY}:{key(number)}", content or str(number))
        environment = {
            "CLIENT": "docker", "COUNT": str(kept.COUNT), "PROJECT": PROJECT, "STACK": "dev",
            "REPOSITORY": REPOSITORY, "KEY": key(number), "REFERENCE": made,
        }  # fmt: skip
        words = {"create": f"{keep.FIRST} app", "update": "keep", "delete": keep.REMOVE}
        new = {**words, "interpreter": ["/bin/sh", "-c", keep.SCRIPT], "environment": environment, "logging": "none"}
        context = protocol.Context("app-kept", TYPE, "")
        if self.outputs:
            self.outputs = self.provider.update(context, "id", self.inputs, self.outputs, new)
        else:
            self.outputs = self.provider.create(context, new)[1]
        self.inputs = new
        return made

    def destroy(self) -> None:
        """Delete the resource."""
        self.provider.delete(protocol.Context("app-kept", TYPE, ""), "id", self.inputs, self.outputs)
        self.outputs = {}

    @property
    def listed(self) -> list[kept.Kept]:
        """Return what its state lists."""
        return kept.parse(self.outputs["stdout"])


@pytest.fixture
def stack(tmp_path: pathlib.Path) -> Iterator[Stack]:
    """Return a stack without any image; what is left of it goes at the end."""
    yield Stack(Command(tmp_path))
    for name in names():
        building.docker("image", "rm", "--force", name)


def test_ten_deployments_keep_three(stack: Stack) -> None:
    """The last three stay, listed with the ID that workloads ran; the destruction leaves none."""
    made = [stack.deploy(number) for number in range(10)]
    assert names() == [f"{REPOSITORY}:{key(number)}" for number in (7, 8, 9)]
    assert [(one.key, one.reference) for one in stack.listed] == [(key(n), made[n]) for n in (9, 8, 7)]
    assert all(len(one.when) == len("2026-01-01T00:00:00Z") for one in stack.listed)
    stack.destroy()
    assert names() == []
    assert building.docker("image", "inspect", *made, check=False).stdout.strip() == "[]"


def test_nothing_of_anybody_else_goes(stack: Stack) -> None:
    """Look-alikes, images without our labels or of another stack, other people's tags, and what stands on ours stay."""
    others = [
        make(f"{REPOSITORY}:latest", "theirs", {}),
        make(f"{REPOSITORY}:{key(99)}", "no labels", {}),
        make(f"{REPOSITORY}ication:{key(1)}", "longer name"),
        make(f"{PROJECT}-dev:{key(1)}", "shorter name"),
        make(f"{PROJECT}-prod-app:{key(1)}", "another stack", {**LABELS, "moorage.stack": "prod"}),
        make(f"{REPOSITORY}:mine", "built from ours: labels are inherited"),
    ]
    before = names()
    first = stack.deploy(0)
    building.docker("tag", first, f"{PROJECT}-backup:1")
    for number in range(1, 6):
        stack.deploy(number)
    stack.destroy()
    assert names() == sorted([*before, f"{PROJECT}-backup:1"])
    assert building.docker("image", "inspect", "--format", "{{.Id}}", *others, first).stdout.split() == [*others, first]


def test_what_a_container_uses_stays(stack: Stack) -> None:
    """An old image of which there is still a container is left, and said; it goes once the container is gone."""
    stack.deploy(0)
    container = building.docker("create", f"{REPOSITORY}:{key(0)}", "/none").stdout.strip()
    try:
        for number in range(1, 5):
            stack.deploy(number)
        assert names() == [f"{REPOSITORY}:{key(number)}" for number in (0, 2, 3, 4)]
        assert stack.outputs["stderr"] == f"{REPOSITORY}:{key(0)} stays: it is in use"
    finally:
        building.docker("rm", container)
    stack.destroy()
    assert names() == []


def test_an_older_one_deployed_again_is_the_last(stack: Stack) -> None:
    """The order is that of deployments: one that comes back is kept longest."""
    for number in (0, 1, 2, 0, 3):
        stack.deploy(number)
    assert [one.key for one in stack.listed] == [key(3), key(0), key(2)]
    assert names() == [f"{REPOSITORY}:{key(number)}" for number in (0, 2, 3)]


def test_one_that_lost_its_name_goes(stack: Stack) -> None:
    """An image that was built again under its key takes the name; what had it before is removed."""
    first = stack.deploy(0, "one")
    second = stack.deploy(0, "two")
    assert [one.reference for one in stack.listed] == [second]
    assert building.docker("image", "inspect", first, check=False).returncode == 1


def test_a_state_that_was_lost_removes_nothing_at_first(stack: Stack) -> None:
    """Nobody knows then which ones were deployed last; the next deployments clear up."""
    for number in range(3):
        stack.deploy(number)
    stack.outputs = {}
    stack.deploy(3)
    assert len(names()) == 4
    stack.deploy(4)
    assert names() == [f"{REPOSITORY}:{key(number)}" for number in (3, 4)]

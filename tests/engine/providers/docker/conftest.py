"""A configured provider, a tiny image, and a register of what a test makes, all of which goes at its end."""

from __future__ import annotations

import contextlib
import io
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from moorage.engine import providers
from moorage.engine.providers.docker import client, connect
from moorage.engine.providers.docker.configuration import Configuration
from moorage.engine.providers.protocol import Autonaming, Context, Diff, Provider, ProviderError

APPLETS = ("sh", "sleep", "cat", "echo", "true", "false", "ls", "id", "test", "touch", "stat", "rm")


@dataclass
class Made:
    """A resource of a test: how to name it to the provider, and what came of it."""

    context: Context
    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]


@dataclass
class Desk:
    """The provider as the engine uses it, with short words."""

    provider: Provider
    engine: Any
    image: str
    """The ID of an image with a shell and little more."""
    prefix: str = field(default_factory=lambda: f"moorage-test-{secrets.token_hex(4)}")
    made: list[Made] = field(default_factory=list[Made])
    said: list[str] = field(default_factory=list[str])

    def context(self, resource: str, name: str, **more: Any) -> Context:
        """Return the context of a call; `resource` is the last part of the type."""
        token = f"docker:index/{resource[0].lower()}{resource[1:]}:{resource}"
        urn = f"urn:pulumi:dev::test::{token}::{name}"
        autonaming = Autonaming(f"{self.prefix}-{name}")
        return Context(
            urn, token, name, autonaming=autonaming, log=lambda _severity, text: self.said.append(text), **more
        )

    def check(self, resource: str, name: str, given: dict[str, Any], old: dict[str, Any] | None = None) -> Any:
        """Return checked inputs; what is not acceptable fails the test."""
        checked = self.provider.check(self.context(resource, name), old or {}, given)
        assert checked.failures == []
        return checked.inputs

    def make(self, resource: str, name: str, /, **given: Any) -> Made:
        """Create a resource."""
        context, inputs = self.context(resource, name), self.check(resource, name, given)
        try:
            identity, outputs = self.provider.create(context, inputs)
        except ProviderError as error:
            if error.id:
                self.made.append(Made(context, error.id, inputs, error.outputs or {}))
            raise
        self.made.append(Made(context, identity, inputs, outputs))
        return self.made[-1]

    def container(self, name: str, **given: Any) -> Made:
        """Create a container of the tiny image that sleeps, unless it is told to do something else."""
        return self.make("Container", name, **{"image": self.image, "command": ["sleep", "600"], "init": True, **given})

    def diff(self, made: Made, **given: Any) -> Diff:
        """Compare a resource with new inputs."""
        new = self.check(made.context.type.rpartition(":")[2], made.context.name, given, made.inputs)
        return self.provider.diff(made.context, made.id, made.inputs, made.outputs, new)

    def refresh(self, made: Made) -> Made | None:
        """Read a resource."""
        found = self.provider.read(made.context, made.id, made.inputs, made.outputs)
        return found and Made(made.context, *found)

    def remove(self, made: Made) -> None:
        """Delete a resource."""
        self.provider.delete(made.context, made.id, made.inputs, made.outputs)

    def output(self, made: Made) -> str:
        """Wait until a container ended; return what it wrote."""
        self.engine.wait(made.id)
        return bytes(self.engine.logs(made.id)).decode()


@pytest.fixture(scope="session")
def tiny() -> Iterator[str]:
    """Return the ID of an image made of one static busybox; the tag goes with the session."""
    busybox = shutil.which("busybox")
    assert busybox, "needs a statically linked busybox (apt-get install busybox-static)"
    engine, name = connect.connect(Configuration()), f"moorage-test-{secrets.token_hex(4)}"
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        tar.add(busybox, "bin/busybox")
        for applet in APPLETS:
            link = tarfile.TarInfo(f"bin/{applet}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            tar.addfile(link)
    engine.import_image_from_data(buffer.getvalue(), repository=name, tag="1")
    yield engine.inspect_image(f"{name}:1")["Id"]
    with contextlib.suppress(Exception):
        engine.remove_image(f"{name}:1", force=True)


@pytest.fixture
def desk(tiny: str) -> Iterator[Desk]:
    """Return the provider on the local engine; what a test made is removed, containers first."""
    provider = providers.find("docker")
    provider.configure({})
    found = Desk(provider, client.Connection(lambda: connect.connect(Configuration())).engine, tiny)
    yield found
    for made in sorted(found.made, key=lambda made: not made.context.type.endswith("Container")):
        found.remove(made)
    for left in found.engine.images(name=found.prefix):
        # By its names: one may be a name of the image that all tests share.
        for name in (tag for tag in left["RepoTags"] or [] if tag.startswith(found.prefix)):
            found.engine.remove_image(name, force=True)

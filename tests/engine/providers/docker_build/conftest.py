"""A provider beside a small application, and the call that the engine makes about its image."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from moorage.engine import values
from moorage.engine.providers import protocol
from moorage.engine.providers.docker_build import package

BUSYBOX = Path("/bin/busybox")
"""Debian's busybox-static: a program that runs in an image without anything else."""


@dataclass
class Bench:
    """A program's folder `infra` beside an application `app`."""

    root: Path
    provider: package.DockerBuild
    shown: list[str] = field(default_factory=list[str])
    logged: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def context(self, *, preview: bool = False, ignore_changes: tuple[str, ...] = ()) -> protocol.Context:
        """Return a call about the image `img`; what it shows and logs is kept here."""
        return protocol.Context(
            "urn:pulumi:dev::p::docker-build:index:Image::img",
            "docker-build:index:Image",
            "img",
            preview=preview,
            ignore_changes=ignore_changes,
            log=lambda severity, text: self.logged.append((severity, text)),
            status=self.shown.append,
        )

    def checked(self, **inputs: values.Value) -> values.Values:
        """Return the checked inputs of an image of `app`; they must be good."""
        given = {"context": {"location": "../app"}, "push": False, "buildOnPreview": False, **inputs}
        checked = self.provider.check(self.context(), {}, given)
        assert checked.failures == []
        return checked.inputs

    def dockerfile(self, *lines: str) -> None:
        """Write the application's Dockerfile on an empty image with a shell."""
        text = "\n".join(["FROM scratch", "ADD shell.tar /", *lines, ""])
        (self.root / "app" / "Dockerfile").write_text(text)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Make the folders, the Dockerfile and, as `shell.tar`, a static busybox with `sh`."""
    for name in ("app", "infra"):
        (tmp_path / name).mkdir()
    made = Bench(tmp_path, package.DockerBuild(tmp_path / "infra"))
    made.dockerfile()
    with tarfile.open(tmp_path / "app" / "shell.tar", "w") as archive:
        archive.add(BUSYBOX, "bin/busybox")
        link = tarfile.TarInfo("bin/sh")
        link.type, link.linkname = tarfile.SYMTYPE, "busybox"
        archive.addfile(link)
    return made

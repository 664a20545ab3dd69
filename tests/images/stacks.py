"""Stacks of one small image, deployed by the embedded engine with its real providers."""

from __future__ import annotations

import pathlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components import images, targets
from components.core.naming import Scope
from components.core.project import Project
from moorage.engine.state import crypto
from moorage.testing import deployment
from tests.images import apps

REAL = frozenset({"command", "docker", "docker-build"})

DOCKERFILE = """\
FROM scratch
COPY busybox /bin/busybox
RUN --mount=type=bind,source=bound,target=/mnt ["/bin/busybox", "cp", "/mnt/word", "/word"]
COPY code /code
USER 10002:10002
CMD ["/bin/busybox", "cat", "/word", "/code"]
"""

STATED: dict[str, Any] = {"uid": 10002, "ports": {}, "checks": {}, "writable": [], "stop_signal": "SIGTERM"}
BLOCK: dict[str, Any] = {"source": "app", **STATED}


@dataclass
class Stack:
    """A project with one application, `app`, whose image `up` builds and exports as `reference`."""

    folder: pathlib.Path
    deployed: deployment.Deployment
    program: Callable[[], None]

    @property
    def reference(self) -> str:
        """Return what workloads would run."""
        return str(self.deployed.last.outputs["reference"])

    def up(self, *, fails: bool = False) -> deployment.Deployed:
        """Deploy."""
        return self.deployed.update(self.program, fails=fails)

    def preview(self) -> deployment.Deployed:
        """Say what `up` would do."""
        return self.deployed.preview(self.program)

    def write(self, **files: str) -> None:
        """Change files of the application."""
        apps.write(self.folder / "app", files)


def make(
    folder: pathlib.Path,
    keys: crypto.Keys,
    name: str,
    target: Mapping[str, Any],
    secrets: Mapping[str, str] | None = None,
) -> Stack:
    """Return a stack in `folder` for Docker with the settings `target`.

    `name` is the project's, which no other test at work may have; `secrets` are the stack's, by name.
    """
    apps.write(folder / "app", {"Dockerfile": DOCKERFILE, "bound/word": "hello\n", "code": "one\n"})
    shutil.copy("/bin/busybox", folder / "app" / "busybox")
    project = Project(folder, folder, Scope(name, "test"))

    def program() -> None:
        word, given = images.settings("app", {"dockerfile": BLOCK}, project, "dev")
        known = {key: pulumi.Output.secret(value) for key, value in (secrets or {}).items()}
        made = targets.make(*targets.settings({"docker": dict(target)}), known)
        built = images.build("app", word, given, project, made, known)
        pulumi.export("reference", built.reference)

    return Stack(folder, deployment.begin(folder, keys, {}, {}, REAL), program)

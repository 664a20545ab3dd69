"""Small applications, each with one trait of a real one: written, checked, built and run as a stack would."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from components import images
from components.core.naming import Scope
from components.core.project import Project
from components.images import cache, certificates, context
from components.images.python import layout
from tests.images import building

PROJECTS = pathlib.Path(__file__).parent / "projects"
PLATFORM = "linux/amd64"
UV = pathlib.Path(sys.executable).with_name("uv")


def nothing(folder: pathlib.Path) -> None:
    """Leave the folder as it is."""
    del folder


@dataclass(frozen=True)
class Trait:
    """An application below `projects/`: what its stack file says besides `source`, and what it answers."""

    name: str
    block: dict[str, Any]
    answer: str
    locked: Callable[[pathlib.Path], None] = field(default=nothing)
    """Makes the lock in a copy of the folder: locks that name a package index are not kept here."""

    def __str__(self) -> str:
        return self.name


def uv(*arguments: str) -> Callable[[pathlib.Path], None]:
    """Return what runs uv in a folder."""

    def run(folder: pathlib.Path) -> None:
        environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
        subprocess.run([UV, "--no-config", "--quiet", *arguments], cwd=folder, env=environment, check=True)

    return run


def project(trait: Trait, root: pathlib.Path) -> Project:
    """Copy the application into `root/app`, lock it, and return the project around it."""
    source = root / "app"
    shutil.copytree(PROJECTS / trait.name, source)
    if not (source / "pyproject.toml").is_file() or "says.py" in trait.block["command"]:
        shutil.copy(PROJECTS / "says.py", source)
    trait.locked(source)
    return Project(root, root, Scope("traits", "dev"))


def build(trait: Trait, root: pathlib.Path) -> building.Built:
    """Check the settings, decide the base, stage and build."""
    where = project(trait, root)
    block = {"python": {"source": "app", **trait.block}}
    word, given = images.settings("app", block, where, "dev")
    wanted = images.names({"app": (word, given)}, where)
    building.decided(where.root, wanted)
    staged = context.of("app", word, given, where, PLATFORM, cache.folder(os.environ))
    return building.build(staged, root, {layout.CA: certificates.of_host(os.environ)})

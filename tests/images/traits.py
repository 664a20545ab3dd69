"""Small applications, each with one trait of a real one: written, checked, built and run as a stack would."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
BACKENDS = {
    "setuptools": ("setuptools>=75", "setuptools.build_meta"),
    "hatch": ("hatchling>=1.27", "hatchling.build"),
    "flit": ("flit_core>=3.10", "flit_core.buildapi"),
    "pdm": ("pdm-backend>=2.4", "pdm.backend"),
}
PACKAGE = """\
[build-system]
requires = ["{requires}"]
build-backend = "{module}"

[project]
name = "greets"
version = "1.0"
description = "Says a word."
requires-python = ">=3.11"

[project.scripts]
greets = "greets:main"

[tool.setuptools.package-data]
greets = ["*.txt"]
"""

Step = Callable[[pathlib.Path], None]
"""Finishes a copy of a project, given its folder."""


@dataclass(frozen=True)
class Trait:
    """An application below `projects/`: what its stack file says besides `source`, and what it answers."""

    name: str
    folder: str
    block: Mapping[str, Any]
    answer: str
    steps: tuple[Step, ...] = ()
    """Locks that name a package index are not kept here: they are made in the copy."""

    def __str__(self) -> str:
        return self.name


def uv(*arguments: str) -> Step:
    """Return what runs uv in a folder."""

    def run(folder: pathlib.Path) -> None:
        environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
        subprocess.run([UV, "--no-config", "--quiet", *arguments], cwd=folder, env=environment, check=True)

    return run


def backend(name: str) -> Step:
    """Return what writes the `pyproject.toml` of a package that one back end builds."""
    requires, module = BACKENDS[name]

    def run(folder: pathlib.Path) -> None:
        (folder / "pyproject.toml").write_text(PACKAGE.format(requires=requires, module=module), encoding="utf-8")

    return run


def project(trait: Trait, root: pathlib.Path) -> Project:
    """Copy the application into `root/app`, finish it, and return the project around it."""
    source = root / "app"
    shutil.copytree(PROJECTS / trait.folder, source)
    if "says.py" in trait.block["command"]:
        shutil.copy(PROJECTS / "says.py", source)
    for step in trait.steps:
        step(source)
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

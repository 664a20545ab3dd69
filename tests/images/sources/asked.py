"""Questions to the readers of dependencies, and their answers in short."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from components.core.errors import SettingsError
from components.images.python import sources
from tests.images import apps

PATH = "images.app.python"


def read(folder: pathlib.Path, python: str = "3.11", machine: str = "x86_64", **options: Any) -> sources.Dependencies:
    """Return what the project in `folder` needs."""
    return sources.read(apps.python(**options), folder, python, machine.split(), PATH)


def error(folder: pathlib.Path, python: str = "3.11", machine: str = "x86_64", **options: Any) -> str:
    """Return the line with which the question is refused."""
    with pytest.raises(SettingsError) as raised:
        read(folder, python, machine, **options)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def text(found: sources.Dependencies) -> str:
    """Return the file that pip is given."""
    return next(file.content.decode() for file in found.files if file.path == found.requirement)


def names(found: sources.Dependencies) -> list[str]:
    """Return the requirements without their hashes and markers."""
    lines = text(found).splitlines() if found.requirement else []
    return [line.removesuffix(" \\").partition(" ; ")[0] for line in lines if not line.startswith((" ", "-"))]

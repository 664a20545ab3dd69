"""pyproject.toml: what a project says of itself that no tool has to compute."""

from __future__ import annotations

import pathlib
import tomllib
from collections.abc import Mapping
from typing import Any, cast

from packaging import dependency_groups

from components.images.python.sources.request import Request

NAME = "pyproject.toml"


def read(request: Request, folder: str = ".") -> dict[str, Any]:
    """Return the content of the file in `folder` of the source; empty: there is none.

    Raises:
        SettingsError: it cannot be read.
    """
    name = (pathlib.PurePosixPath(folder) / NAME).as_posix()
    return request.toml(name) if (request.folder / name).is_file() else {}


def project(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table `[project]`."""
    return found.get("project", {})


def tool(found: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return the table of a tool, or one below it; empty: it is not there."""
    table: Any = found.get("tool", {})
    for name in names:
        table = cast("dict[str, Any]", table).get(name) if isinstance(table, dict) else None
    return cast("dict[str, Any]", table) if isinstance(table, dict) else {}


def groups(request: Request, found: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what `[dependency-groups]` lists under these names, groups that they include too.

    Raises:
        SettingsError: a group that is not there, or a circle of them.
    """
    try:
        return dependency_groups.resolve_dependency_groups(found.get("dependency-groups", {}), *names)
    except (ValueError, TypeError, LookupError) as error:
        raise request.refuse(f"[dependency-groups]: {error}") from None
    except ExceptionGroup as several:
        raise request.refuse(f"[dependency-groups]: {several.exceptions[0]}") from None


def is_package(folder: pathlib.Path) -> bool:
    """Say whether the project in `folder` can be installed: it names a build system, or has the file of the old one."""
    try:
        found = tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {}
    said = tool(found, "uv").get("package", tool(found, "poetry").get("package-mode"))
    if isinstance(said, bool):
        return said
    return "build-system" in found or (folder / "setup.py").is_file()

"""Whether a requirements file has what pyproject.toml asks for: the two belong together where they are side by side."""

from __future__ import annotations

from collections.abc import Collection

from packaging import requirements, utils

from components.core.errors import SettingsError
from components.images.python.sources import environment, pyproject, tables
from components.images.python.sources.request import Request


def check(request: Request, names: Collection[str]) -> None:
    """Check that every package that the project depends on is among `names`.

    What only a build back end can tell is not compared.

    Raises:
        SettingsError: at the packages that are not.
    """
    try:
        lists = tables.read(request) if tables.there(request) else None
    except (SettingsError, ValueError):
        return
    missing = {name for line in (lists.lines if lists else []) if (name := _wanted(request, line))} - set(names)
    if missing:
        problem = (
            f"disagrees with {pyproject.NAME}: {', '.join(sorted(missing))} is missing; choose one at dependencies"
        )
        raise request.refuse(problem, [request.file, pyproject.NAME])


def _wanted(request: Request, line: str) -> str:
    """Return the name of what a line asks for in the image; empty: nothing there."""
    try:
        one = requirements.Requirement(line)
    except requirements.InvalidRequirement:
        return ""
    if one.marker is not None:
        here = environment.of(f"{request.python}.0", request.machines[0])
        if not request.python or not environment.holds(str(one.marker), here):
            return ""
    return str(utils.canonicalize_name(one.name))

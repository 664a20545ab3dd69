"""What of a Python project enters an image when the stack file does not say: its code, and the data beside it."""

from __future__ import annotations

import os
import pathlib
import re
from collections.abc import Collection, Sequence

from components.images import selection
from components.images.python import buildfiles

_TEST_FOLDERS = frozenset({"tests", "test"})
_TEST_FILE = re.compile(r"conftest\.py|tests?\.py|test_[^/]*\.py|[^/]*_test\.py")
_ASIDE = frozenset({"docs", "doc", "examples", "bench", "benchmarks", "build", "dist", "tools", "scripts", "htmlcov"})
"""Folders that hold code which is not the application's."""

_DATA = frozenset({"templates", "static", "locale", "migrations"})
"""Folders that frameworks look for beside a module, without any code in them."""

_SETTINGS = frozenset({"alembic.ini", "uwsgi.ini"})
"""Files that programs look for beside the code."""


def default(folder: pathlib.Path, apart: Collection[str] = ()) -> selection.Default:
    """Return the rule for one project: modules, folders that hold code with all their data, and what goes with them.

    `apart` are folders of other projects: members of the workspace that this one does not need.
    """
    inside = frozenset(
        entry.name for entry in folder.iterdir() if entry.is_dir() and entry.name not in _ASIDE and _is_code(entry)
    )

    def enters(name: str) -> bool:
        parts = name.split("/")
        if _TEST_FILE.fullmatch(parts[-1]) or _TEST_FOLDERS & set(parts[:-1]) or _below(name, apart):
            return False
        return parts[0] in inside if len(parts) > 1 else name.endswith(".py") or name in _SETTINGS

    return enters


def built(folder: pathlib.Path, projects: Sequence[str], apart: Collection[str] = ()) -> selection.Default:
    """Return the rule for what making wheels of `projects` needs: their code, and what says how it is built."""
    code = default(folder, apart)
    needed = {
        pathlib.PurePosixPath(project, name).as_posix()
        for project in projects
        for name in buildfiles.files(folder / project)
    }

    def enters(name: str) -> bool:
        return code(name) or (_below(name, needed) and not _below(name, apart))

    return enters


def _below(name: str, folders: Collection[str]) -> bool:
    path = pathlib.PurePosixPath(name)
    return any(parent.as_posix() in folders for parent in (path, *path.parents))


def _is_code(folder: pathlib.Path) -> bool:
    if folder.name in _DATA:
        return True
    if not selection.may_enter(folder.name):
        return False
    return any(name.endswith(".py") for _, _, files in os.walk(folder) for name in files)

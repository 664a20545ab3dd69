"""What of a Python project enters an image when the stack file does not say: its code, and the data beside it."""

from __future__ import annotations

import os
import pathlib
import re
from collections.abc import Sequence

from components.images import selection

_TEST_FOLDERS = frozenset({"tests", "test"})
_TEST_FILE = re.compile(r"conftest\.py|tests?\.py|test_[^/]*\.py|[^/]*_test\.py")
_ASIDE = frozenset({"docs", "doc", "examples", "bench", "benchmarks", "build", "dist", "tools", "scripts", "htmlcov"})
"""Folders that hold code which is not the application's."""

_DATA = frozenset({"templates", "static", "locale", "migrations"})
"""Folders that frameworks look for beside a module, without any code in them."""

_PACKAGING = re.compile(r"pyproject\.toml|setup\.(py|cfg)|MANIFEST\.in|(README|LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*")


def default(folder: pathlib.Path) -> selection.Default:
    """Return the rule for one project: modules, folders that hold code with all their data, and what goes with them."""
    inside = frozenset(
        entry.name for entry in folder.iterdir() if entry.is_dir() and entry.name not in _ASIDE and _is_code(entry)
    )

    def enters(name: str) -> bool:
        parts = name.split("/")
        if _TEST_FILE.fullmatch(parts[-1]) or _TEST_FOLDERS & set(parts[:-1]):
            return False
        return parts[0] in inside if len(parts) > 1 else name.endswith(".py")

    return enters


def built(folder: pathlib.Path, projects: Sequence[str]) -> selection.Default:
    """Return the rule for what only making wheels needs: the files beside the code that say how."""
    code = default(folder)
    places = {pathlib.PurePosixPath(project) for project in projects}

    def enters(name: str) -> bool:
        path = pathlib.PurePosixPath(name)
        return code(name) or (path.parent in places and _PACKAGING.fullmatch(path.name) is not None)

    return enters


def _is_code(folder: pathlib.Path) -> bool:
    if folder.name in _DATA:
        return True
    if not selection.may_enter(folder.name):
        return False
    return any(name.endswith(".py") for _, _, files in os.walk(folder) for name in files)

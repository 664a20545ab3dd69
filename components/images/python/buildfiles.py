"""What making a wheel of a project needs beside its code: the files that say how, what they name, native sources."""

from __future__ import annotations

import os
import pathlib
import re
import tomllib
from collections.abc import Iterator
from typing import Any, cast

from components.images import selection

_FILE = re.compile(
    r"pyproject\.toml|setup\.(py|cfg)|MANIFEST\.in|(README|LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*"
    r"|CMakeLists\.txt|meson\.build|meson\.options|meson_options\.txt|Cargo\.(toml|lock)|build\.rs|Makefile"
)
_NATIVE = re.compile(r".*\.(c|cc|cpp|cxx|h|hh|hpp|pyx|pxd|pxi|rs|f|f90|S|asm|cmake)")
_TABLES = (
    ("project", "readme"),
    ("project", "license"),
    ("project", "license-files"),
    ("build-system", "backend-path"),
    *(("tool", name) for name in ("poetry", "setuptools", "flit", "maturin", "scikit-build")),
    *(("tool", "hatch", name) for name in ("build", "metadata", "version")),
    ("tool", "pdm", "build"),
    ("tool", "pdm", "version"),
    ("tool", "uv", "build-backend"),
)
"""Tables of pyproject.toml by which tools build: what they name is a part of what is built."""

_QUOTED = re.compile(r"""["']([^"'\n]+)["']""")
_EXCLUDED = re.compile(r"(?m)^\s*(?:#|prune\b|exclude\b|global-|recursive-exclude\b).*$")


def files(folder: pathlib.Path) -> frozenset[str]:
    """Return the paths, relative to `folder`, of the files and folders that a build of the project there needs."""
    entries = list(folder.iterdir()) if folder.is_dir() else []
    found = {entry.name for entry in entries if entry.is_file() and (_FILE.fullmatch(entry.name) or _native(entry))}
    found |= {entry.name for entry in entries if entry.is_dir() and _has_native(entry)}
    found |= {name for name in _named(folder) if _is_inside(name) and (folder / name).exists()}
    found |= {name for name in _read_by_setup(folder) if _is_inside(name) and (folder / name).is_file()}
    return frozenset(pathlib.PurePosixPath(name).as_posix() for name in found)


def _is_inside(name: str) -> bool:
    path = pathlib.PurePosixPath(name)
    return not path.is_absolute() and bool(path.parts) and ".." not in path.parts and len(name) < 256


def _native(file: pathlib.Path) -> bool:
    return _NATIVE.fullmatch(file.name) is not None


def _has_native(folder: pathlib.Path) -> bool:
    if not selection.may_enter(folder.name):
        return False
    return any(_NATIVE.fullmatch(name) for _, _, names in os.walk(folder) for name in names)


def _named(folder: pathlib.Path) -> Iterator[str]:
    """Yield what pyproject.toml and MANIFEST.in name; a mistake in the first is the reader's to tell."""
    try:
        found: dict[str, Any] = tomllib.loads(_text(folder, "pyproject.toml"))
    except ValueError:
        found = {}
    for path in _TABLES:
        table: Any = found
        for part in path:
            table = cast("dict[str, Any]", table).get(part) if isinstance(table, dict) else None
        yield from _strings(table)
    yield from _EXCLUDED.sub("", _text(folder, "MANIFEST.in")).split()


def _read_by_setup(folder: pathlib.Path) -> list[str]:
    """Return what may be files in setup.py and setup.cfg, which read a version or a description from one."""
    return [*_QUOTED.findall(_text(folder, "setup.py")), *re.split(r"[\s,=:]+", _text(folder, "setup.cfg"))]


def _text(folder: pathlib.Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _strings(value: object) -> Iterator[str]:
    """Yield every string of a table, at any depth, keys too: some back ends map folders to folders."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, below in cast("dict[str, object]", value).items():
            yield key
            yield from _strings(below)
    elif isinstance(value, list):
        for below in cast("list[object]", value):
            yield from _strings(below)

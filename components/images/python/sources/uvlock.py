"""uv.lock as requirements with hashes: the packages that the project needs, without its own groups and extras.

Markers are decided here for Linux and the base's version of Python. Only its patch level is not known: what hangs on it
keeps its marker, and pip decides.
"""

from __future__ import annotations

import pathlib
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from components.core.errors import SettingsError

NAME = "uv.lock"
PATCHES: Final = ("0", "99")
"""A first and a last patch level, between which the base's lies."""

Package = dict[str, Any]
Key = tuple[str, str]
"""Name and version; a lock may hold several versions of one package."""


def requirements(folder: pathlib.Path, python: str, machine: str, path: str) -> str:
    """Return the text of a requirements file for Python `python` (`3.11`) on `machine` (`x86_64`).

    Raises:
        SettingsError: at `path`: not a lock, not of one project, or a package that no index has.
    """
    packages = _packages(folder, path)
    roots = [package for package in packages.values() if package.get("source", {}).get("virtual", "") == "."]
    roots += [package for package in packages.values() if package.get("source", {}).get("editable", "") == "."]
    if len(roots) != 1:
        raise SettingsError(path, f"{NAME} should belong to one project, the one in the source folder")
    first, last = (_reached(packages, roots[0], _environment(python, patch, machine)) for patch in PATCHES)
    lines = [
        _line(packages[key], "" if key in first and key in last else _marker(packages, key), path)
        for key in sorted(set(first) | set(last))
    ]
    return "".join(lines)


def _packages(folder: pathlib.Path, path: str) -> dict[Key, Package]:
    try:
        lock = tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(path, f"{NAME} cannot be read: {error}") from None
    if lock.get("version") != 1:
        raise SettingsError(path, f"{NAME} has version {lock.get('version')}; 1 is known")
    return {(package["name"], package.get("version", "")): package for package in lock.get("package", [])}


def _environment(python: str, patch: str, machine: str) -> dict[str, str]:
    full = f"{python}.{patch}"
    return {
        "implementation_name": "cpython",
        "implementation_version": full,
        "os_name": "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Linux",
        "platform_version": "",
        "python_full_version": full,
        "python_version": python,
        "sys_platform": "linux",
    }


def _reached(packages: Mapping[Key, Package], root: Package, environment: Mapping[str, str]) -> set[Key]:
    """Return every package that `root` needs in `environment`, with the extras that are asked for on the way."""
    seen: set[tuple[Key, str]] = set()
    todo = [(_key(root), "")]
    while todo:
        key, extra = todo.pop()
        if (key, extra) in seen:
            continue
        seen.add((key, extra))
        package = packages[key]
        edges = package.get("optional-dependencies", {}).get(extra, []) if extra else package.get("dependencies", [])
        for edge in edges:
            if _applies(edge, environment):
                other = _target(packages, edge)
                todo += [(other, ""), *((other, wanted) for wanted in edge.get("extra", []))]
    return {key for key, _ in seen} - {_key(root)}


def _applies(edge: Mapping[str, Any], environment: Mapping[str, str]) -> bool:
    if "marker" not in edge:
        return True
    from packaging import markers  # slow to load, and needed for these lock files only

    return markers.Marker(edge["marker"]).evaluate({**environment, "extra": ""})


def _target(packages: Mapping[Key, Package], edge: Mapping[str, Any]) -> Key:
    if "version" in edge:
        return (edge["name"], edge["version"])
    return next(key for key in packages if key[0] == edge["name"])


def _key(package: Package) -> Key:
    return (package["name"], package.get("version", ""))


def _marker(packages: Mapping[Key, Package], key: Key) -> str:
    """Return when a package is needed: under the marker of any edge that leads to it."""
    found = sorted({edge["marker"] for edge in _edges(packages) if "marker" in edge and _target(packages, edge) == key})
    return " or ".join(f"({marker})" for marker in found)


def _edges(packages: Mapping[Key, Package]) -> Iterator[Mapping[str, Any]]:
    for package in packages.values():
        yield from package.get("dependencies", [])
        for edges in package.get("optional-dependencies", {}).values():
            yield from edges


def _line(package: Package, marker: str, path: str) -> str:
    name, version = _key(package)
    if "registry" not in package.get("source", {}):
        raise SettingsError(
            path, f"{NAME}: {name} comes from no package index; only packages of an index can be installed"
        )
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    hashes = sorted({file["hash"] for file in files if "hash" in file})
    if not hashes:
        raise SettingsError(path, f"{NAME}: {name} has no hashes")
    head = f"{name}=={version}" + (f" ; {marker}" if marker else "")
    return " \\\n    ".join([head, *(f"--hash={one}" for one in hashes)]) + "\n"

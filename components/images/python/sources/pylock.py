"""pylock.toml (PEP 751), also `pylock.<name>.toml`: what the lock selects, with the hashes of all its files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib import parse

from packaging import pylock

from components.images.python.sources import environment, locked, pyproject
from components.images.python.sources.request import Request

NAME = re.compile(r"pylock(\.[^./]+)?\.toml")


def read(request: Request) -> locked.Locked:
    """Return what is to be installed.

    Raises:
        SettingsError: not a lock, not for this Python, or a package that cannot be installed from here.
    """
    try:
        lock = pylock.Pylock.from_dict(request.toml())
    except pylock.PylockValidationError as error:
        raise request.refuse(str(error)) from None
    request.check_python(*([str(lock.requires_python)] if lock.requires_python else []))
    request.check_parts(lock.extras or [], lock.dependency_groups or [])
    kept = environment.decide(request.python, request.machines, lambda here: _selected(request, lock, here))
    packages: dict[locked.Package, str] = {}
    projects: list[str] = []
    for number, one in sorted(kept.items()):
        package = lock.packages[number]
        if package.directory is not None:
            projects.append(request.inside(package.name, package.directory.path))
        else:
            packages[_package(request, package, one.machines)] = one.marker
    if "." not in projects and pyproject.is_package(request.folder):
        projects.append(".")
    ordered = sorted(projects, key=lambda folder: (folder == ".", folder))
    return locked.Locked(packages, tuple(ordered), indexes=_indexes([lock.packages[number] for number in kept]))


def _selected(request: Request, lock: pylock.Pylock, here: environment.Environment) -> set[int]:
    """Return the positions of what applies; groups that the lock installs by default stay in."""
    groups = {*(lock.default_groups or []), *request.groups}
    known: dict[str, Any] = {**here, "extras": frozenset(request.extras), "dependency_groups": frozenset(groups)}
    environments = lock.environments or []
    if environments and not any(one.evaluate(here) for one in environments):
        raise request.refuse(
            f"is for other machines than Linux {here['platform_machine']} with Python {request.python}"
        )
    found: dict[str, int] = {}
    for number, package in enumerate(lock.packages):
        if package.marker is None or package.marker.evaluate(known, context="lock_file"):
            if package.name in found:
                raise request.refuse(f"{package.name} is chosen twice; lock for one set of extras and groups")
            found[package.name] = number
    return set(found.values())


def _package(request: Request, package: pylock.Package, machines: Sequence[str]) -> locked.Package:
    if package.vcs is not None:
        raise request.refuse(f"{package.name} comes from a repository ({package.vcs.url or package.vcs.path})")
    if package.requires_python is not None:
        request.check_python(str(package.requires_python))
    wheels = package.wheels or []
    files = [*wheels, *filter(None, [package.sdist, package.archive])]
    local = [file.path for file in files if file.path and not file.url]
    if local:
        raise request.refuse(f"{package.name} comes from a file ({local[0]}); an index or a URL is needed")
    if package.archive is not None and package.archive.subdirectory:
        raise request.refuse(f"{package.name} comes from a subdirectory of an archive; a whole one is needed")
    made = locked.Package(
        package.name,
        str(package.version or ""),
        tuple(f"{name}:{value}" for file in files for name, value in file.hashes.items() if name in locked.ALGORITHMS),
        tuple(wheel.filename for wheel in wheels),
        package.sdist is not None,
        package.archive.url or "" if package.archive is not None else "",
    )
    locked.check(request, made, machines)
    return made


def _indexes(packages: list[pylock.Package]) -> tuple[str, ...]:
    """Return the indexes other than the one that most packages come from: that is pip's own, wherever that may be."""
    asked = [package.index for package in packages if package.index]
    usual = max(sorted(set(asked)), key=asked.count, default="")
    return tuple(sorted(index for index in set(asked) - {usual} if parse.urlsplit(index).scheme in ("http", "https")))

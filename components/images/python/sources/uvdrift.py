"""Whether uv.lock is what uv would make of pyproject.toml: the lock repeats what it was made from.

Markers are left out of the comparison: uv writes them in another form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from packaging import requirements, specifiers, utils

from components.images.python.sources import pyproject
from components.images.python.sources.request import Request

Wanted = dict[str, set[str]]
"""Names of packages, each with what is asked of it: extras and versions."""

_ELSEWHERE = frozenset({"url", "git", "path", "directory", "editable", "virtual"})
_PARTS = frozenset({"dependencies", "optional-dependencies", "dev-dependencies"})
"""A lock that has these and no metadata is of a uv that did not repeat them; with neither, nothing was asked for."""

_ANY = "*"
"""What the lock says of a package from elsewhere: versions are not repeated."""


def check(request: Request, lock: Mapping[str, Any], local: Iterable[Mapping[str, Any]]) -> None:
    """Check every project of the workspace whose pyproject.toml is there.

    Raises:
        SettingsError: at the first one that does not match, with what moved.
    """
    local = list(local)
    for package in local:
        folder = next(iter(package["source"].values()))
        found = pyproject.read(request, folder)
        if not found or ("metadata" not in package and _PARTS & package.keys()):
            continue
        moved = _moved(_declared(request, found), _locked(package.get("metadata", {}), found))
        moved += _python(lock, pyproject.project(found)) if len(local) == 1 else []
        if moved:
            where = pyproject.NAME if folder == "." else f"{folder}/{pyproject.NAME}"
            raise request.refuse(f"does not match {where} ({'; '.join(moved)}); run: uv lock")


def _declared(request: Request, found: Mapping[str, Any]) -> Wanted:
    project = pyproject.project(found)
    dynamic = project.get("dynamic", [])
    lines = [] if "dependencies" in dynamic else list(project.get("dependencies", []))
    for extra in project.get("optional-dependencies", {}).values():
        lines += [] if "optional-dependencies" in dynamic else extra
    for group in found.get("dependency-groups", {}):
        lines += pyproject.groups(request, found, (group,))
    lines += pyproject.tool(found, "uv").get("dev-dependencies", [])
    wanted: Wanted = {}
    for line in lines:
        try:
            one = requirements.Requirement(line)
        except requirements.InvalidRequirement:
            raise request.refuse(f"{pyproject.NAME}: {line!r} is no requirement") from None
        _add(wanted, one.name, one.extras, "" if one.url else str(one.specifier))
    return wanted


def _locked(metadata: Mapping[str, Any], found: Mapping[str, Any]) -> Wanted:
    dynamic = pyproject.project(found).get("dynamic", [])
    lines = [
        line
        for line in metadata.get("requires-dist", [])
        if ("optional-dependencies" if "extra ==" in line.get("marker", "") else "dependencies") not in dynamic
    ]
    lines += [line for group in metadata.get("requires-dev", {}).values() for line in group]
    wanted: Wanted = {}
    for line in lines:
        _add(wanted, line["name"], line.get("extras", []), line.get("specifier", ""))
        if _ELSEWHERE & line.keys():
            wanted[str(utils.canonicalize_name(line["name"]))].add(_ANY)
    return wanted


def _add(wanted: Wanted, name: str, extras: Iterable[str], specifier: str) -> None:
    inside = ",".join(sorted(utils.canonicalize_name(extra) for extra in extras))
    asked = (f"[{inside}]" if inside else "") + ",".join(sorted(map(str, specifiers.SpecifierSet(specifier))))
    wanted.setdefault(str(utils.canonicalize_name(name)), set()).add(asked)


def _moved(declared: Wanted, locked: Wanted) -> list[str]:
    added = sorted(declared.keys() - locked.keys())
    removed = sorted(locked.keys() - declared.keys())
    both = sorted(declared.keys() & locked.keys())
    changed = [name for name in both if declared[name] != locked[name] and _ANY not in locked[name]]
    words = {"added": added, "removed": removed, "changed": changed}
    return [f"{word}: {', '.join(names)}" for word, names in words.items() if names]


def _python(lock: Mapping[str, Any], project: Mapping[str, Any]) -> list[str]:
    said, known = project.get("requires-python"), lock.get("requires-python")
    same = said is None or specifiers.SpecifierSet(said) == specifiers.SpecifierSet(known or "")
    return [] if same else [f"requires-python: {said}, locked for {known}"]

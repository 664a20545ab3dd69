"""uv.lock: the packages that a project or a member of a workspace needs, with the extras and groups that are asked for.

The groups that uv installs by default are for developers: none enters unless it is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from components.images.python.sources import environment, locked, pyproject, uvdrift
from components.images.python.sources.request import Request

NAME = "uv.lock"

Table = dict[str, Any]
Key = tuple[str, str, str]
"""Name, version and source; a lock may hold several versions of one package, and one version from several sources."""


def read(request: Request) -> locked.Locked:
    """Return what is to be installed.

    Raises:
        SettingsError: not a lock, not of this project or out of date, or a package that cannot be installed from here.
    """
    lock = request.toml()
    if lock.get("version") != 1:
        raise request.refuse(f"has version {lock.get('version')}; 1 is known")
    packages = {_key(package): package for package in lock.get("package", [])}
    root = _root(request, packages)
    uvdrift.check(request, lock, [package for package in packages.values() if _folder(package)])
    request.check_python(lock.get("requires-python", ""))
    request.check_parts(root.get("optional-dependencies", {}), root.get("dev-dependencies", {}))
    _check_conflicts(request, lock, root)
    _check_machines(request, lock.get("supported-markers", []))
    kept = environment.decide(
        request.python, request.machines, lambda here: _reached(request, packages, _key(root), here)
    )
    kept = dict(sorted(kept.items()))
    local = [packages[key] for key in kept if _folder(packages[key])]
    found = {
        _package(request, packages[key], one.machines): one.marker
        for key, one in kept.items()
        if not _folder(packages[key])
    }
    needed = {_folder(package) for package in (*local, root)}
    apart = sorted({_folder(package) for package in packages.values()} - needed - {"", "."})
    projects = _projects(request, [*local, root], root)
    return locked.Locked(found, projects, tuple(apart), _indexes(request, packages, kept))


def _root(request: Request, packages: Mapping[Key, Table]) -> Table:
    """Return the project of the folder, or the member of its workspace."""
    local = {package["name"]: package for package in packages.values() if _folder(package)}
    if request.member:
        if request.member not in local:
            raise request.refuse(f"no member {request.member!r}", local, request.member)
        return local[request.member]
    for package in local.values():
        if _folder(package) == ".":
            return package
    raise request.refuse("belongs to no project in this folder; name a member of the workspace at member", local)


def _reached(request: Request, packages: Mapping[Key, Table], root: Key, here: environment.Environment) -> set[Key]:
    """Return every package that is needed in an environment, the root left out."""
    name = root[0]
    parts = [f"extra-{len(name)}-{name}-{extra}" for extra in _normal(request.extras)]
    parts += [f"group-{len(name)}-{name}-{group}" for group in _normal(request.groups)]
    parts.append(f"project-{len(name)}-{name}")
    seen: set[tuple[Key, str]] = set()
    todo = [(root, ""), *((root, extra) for extra in _normal(request.extras))]
    edges = [edge for group in _normal(request.groups) for edge in packages[root]["dev-dependencies"][group]]
    while todo or edges:
        for edge in edges:
            if environment.holds(edge.get("marker", ""), here, parts):
                other = _target(request, packages, edge)
                todo += [(other, ""), *((other, extra) for extra in edge.get("extra", []))]
        edges = []
        if todo and (step := todo.pop()) not in seen:
            seen.add(step)
            key, extra = step
            package = packages[key]
            edges = (
                package.get("optional-dependencies", {}).get(extra, []) if extra else package.get("dependencies", [])
            )
    return {key for key, _ in seen} - {root}


def _target(request: Request, packages: Mapping[Key, Table], edge: Mapping[str, Any]) -> Key:
    for key in packages:
        same = key[0] == edge["name"] and edge.get("version", key[1]) == key[1]
        if same and ("source" not in edge or _source(edge) == key[2]):
            return key
    raise request.refuse(f"{edge['name']} is needed and not locked; run: uv lock")


def _package(request: Request, package: Table, machines: Sequence[str]) -> locked.Package:
    name, version, source = package["name"], package.get("version", ""), package.get("source", {})
    kind = next(iter(source), "")
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    if kind not in ("registry", "url") or (kind == "registry" and "://" not in source[kind]):
        where = {"git": "a repository", "registry": "a folder of packages", "path": "a file"}.get(kind, "elsewhere")
        problem = (
            f"{name} comes from {where} ({source.get(kind, '')}); an index, a URL or a folder of the source is needed"
        )
        raise request.refuse(problem)
    if kind == "url" and "subdirectory" in source:
        raise request.refuse(f"{name} comes from a subdirectory of an archive; an index or a whole archive is needed")
    made = locked.Package(
        name,
        version,
        tuple(file["hash"] for file in files if "hash" in file),
        tuple(_file_name(file) for file in package.get("wheels", [])),
        "sdist" in package,
        source[kind] if kind == "url" else "",
    )
    locked.check(request, made, machines)
    return made


def _projects(request: Request, local: list[Table], root: Table) -> tuple[str, ...]:
    """Return the folders that are packages; the root comes last, on top of what it needs."""
    found: list[str] = []
    for package in sorted(local, key=lambda one: (one is root, one["name"])):
        folder = request.inside(package["name"], _folder(package))
        if "virtual" not in package["source"] and pyproject.is_package(request.folder / folder):
            found.append(folder)
    return tuple(found)


def _indexes(request: Request, packages: Mapping[Key, Table], used: Iterable[Key]) -> tuple[str, ...]:
    """Return the indexes that the project names itself; any other is pip's own, wherever that may be."""
    declared: list[dict[str, Any]] = pyproject.tool(pyproject.read(request), "uv").get("index", [])
    named = {str(index.get("url", "")).rpartition("@")[2].rpartition("://")[2].rstrip("/") for index in declared}
    asked = {str(packages[key].get("source", {}).get("registry", "")) for key in used}
    return tuple(sorted(url for url in asked if url.rpartition("://")[2].rstrip("/") in named))


def _check_machines(request: Request, supported: Sequence[str]) -> None:
    for machine in request.machines:
        known = [environment.of(version, machine) for version in environment.versions(request.python)]
        if supported and not any(environment.holds(marker, here) for marker in supported for here in known):
            raise request.refuse(f"is for other machines than Linux {machine} with Python {request.python}")


def _check_conflicts(request: Request, lock: Table, root: Table) -> None:
    asked = {("extra", extra) for extra in _normal(request.extras)}
    asked |= {("group", group) for group in _normal(request.groups)}
    for conflict in lock.get("conflicts", []):
        both = [
            f"{word} {one[word]}"
            for one in conflict
            for word in ("extra", "group")
            if one.get("package") == root["name"] and (word, one.get(word)) in asked
        ]
        if len(both) > 1:
            raise request.refuse(f"{' and '.join(both)} exclude each other")


def _normal(names: Any) -> Iterator[str]:
    from packaging import utils

    return (str(utils.canonicalize_name(name)) for name in names)


def _folder(package: Mapping[str, Any]) -> str:
    """Return the folder of a package that is kept beside the lock; empty: it is not."""
    source = package.get("source", {})
    return next((source[kind] for kind in ("virtual", "editable", "directory") if kind in source), "")


def _key(package: Table) -> Key:
    return (package["name"], package.get("version", ""), _source(package))


def _source(package: Mapping[str, Any]) -> str:
    return str(sorted(package.get("source", {}).items()))


def _file_name(file: Mapping[str, Any]) -> str:
    from urllib import parse

    return file.get("filename") or parse.unquote(str(file.get("url", file.get("path", ""))).rpartition("/")[2])

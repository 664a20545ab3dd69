"""poetry.lock, versions 1.0 to 2.1: the main packages, and those of the extras and groups that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from packaging import markers, utils

from components.images.python.sources import caret, environment, locked, poetrydrift, poetryedges, poetrywalk, pyproject
from components.images.python.sources.request import Request

NAME = "poetry.lock"
KNOWN = ("1.0", "1.1", "2.0", "2.1")
MAIN = "main"

Table = Mapping[str, Any]


def read(request: Request) -> locked.Locked:
    """Return what is to be installed.

    Raises:
        SettingsError: not a lock, out of date, or a package that cannot be installed from here.
    """
    lock, found = request.toml(), request.toml(pyproject.NAME)
    metadata = lock.get("metadata", {})
    if metadata.get("lock-version") not in KNOWN:
        raise request.refuse(f"has lock-version {metadata.get('lock-version')}; {', '.join(KNOWN)} are known")
    if not poetrydrift.fresh(found, metadata.get("content-hash", "")):
        raise request.refuse(f"does not match {pyproject.NAME}; run: poetry lock")
    request.check_parts(lock.get("extras", {}), _groups(found))
    tables: list[Table] = lock.get("package", [])
    try:
        request.check_python(*caret.alternatives(metadata.get("python-versions", "*")))
        kept = environment.decide(request.python, request.machines, lambda here: _reached(request, lock, found, here))
    except (ValueError, markers.InvalidMarker) as error:
        raise request.refuse(str(error)) from None
    packages: dict[locked.Package, str] = {}
    projects, indexes = list[str](), set[str]()
    for number, one in sorted(kept.items()):
        source = tables[number].get("source", {})
        if source.get("type") == "directory":
            projects.append(request.inside(tables[number]["name"], source["url"]))
        else:
            packages[_package(request, tables[number], metadata, one.machines)] = one.marker
        if source.get("type") == "legacy":
            indexes.add(source["url"])
    own = ["."] if pyproject.is_package(request.folder) else []
    return locked.Locked(packages, (*sorted(projects), *own), indexes=tuple(sorted(indexes)))


def _reached(request: Request, lock: Table, found: Mapping[str, Any], here: environment.Environment) -> set[int]:
    tables: list[Table] = lock.get("package", [])
    if lock["metadata"]["lock-version"] == KNOWN[-1]:
        return {number for number, table in enumerate(tables) if _applies(request, table, here)}
    return poetrywalk.reached(request, tables, list(_roots(request, lock, found)), here)


def _applies(request: Request, table: Table, here: environment.Environment) -> bool:
    """Say whether a package is wanted by one of its groups: since 2.1 the lock tells for which, and when."""
    said = table.get("markers", "")
    wanted = {MAIN, *(str(utils.canonicalize_name(group)) for group in request.groups)}
    groups = [group for group in table.get("groups", [MAIN]) if utils.canonicalize_name(group) in wanted]
    conditions = [said if isinstance(said, str) else said.get(group, "") for group in groups]
    return any(environment.holds(condition, here, request.extras) for condition in conditions)


def _roots(request: Request, lock: Table, found: Mapping[str, Any]) -> Iterator[poetryedges.Edge]:
    extras = {str(utils.canonicalize_name(name)): names for name, names in lock.get("extras", {}).items()}
    asked = [name for extra in request.extras for name in extras[str(utils.canonicalize_name(extra))]]
    chosen = {str(utils.canonicalize_name(name)) for name in asked}
    poetry = pyproject.tool(found, "poetry")
    for edge in poetryedges.read(poetry.get("dependencies", {})):
        if not edge.optional or edge.name in chosen:
            yield edge
    for group in request.groups:
        yield from poetryedges.read(_groups(found)[group])


def _groups(found: Mapping[str, Any]) -> dict[str, Any]:
    poetry = pyproject.tool(found, "poetry")
    groups = {name: table.get("dependencies", {}) for name, table in poetry.get("group", {}).items()}
    if "dev-dependencies" in poetry:
        groups["dev"] = {**poetry["dev-dependencies"], **groups.get("dev", {})}
    return {**{name: {} for name in found.get("dependency-groups", {})}, **groups}


def _package(request: Request, table: Table, metadata: Table, machines: Sequence[str]) -> locked.Package:
    name, source = table["name"], table.get("source", {})
    kind = source.get("type", "legacy")
    if kind not in ("legacy", "url"):
        where = {"git": "a repository", "file": "a file"}.get(kind, kind)
        problem = (
            f"{name} comes from {where} ({source.get('url')}); an index, a URL or a folder of the source is needed"
        )
        raise request.refuse(problem)
    files: list[Mapping[str, str]] = table.get("files", metadata.get("files", {}).get(name, []))
    names = [file.get("file", "") for file in files]
    made = locked.Package(
        str(utils.canonicalize_name(name)),
        table["version"],
        tuple(file["hash"] for file in files if file.get("hash")),
        tuple(one for one in names if one.endswith(".whl")),
        not all(one.endswith(".whl") for one in names),
        source["url"] if kind == "url" else "",
    )
    locked.check(request, made, machines)
    return made

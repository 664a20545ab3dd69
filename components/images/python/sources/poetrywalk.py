"""The packages of a poetry.lock before version 2.1, which does not say what each is locked for: found by walking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from packaging import requirements, utils, version

from components.images.python.sources import caret, environment, poetryedges
from components.images.python.sources.poetryedges import Edge
from components.images.python.sources.request import Request

Table = Mapping[str, Any]


def reached(request: Request, tables: list[Table], roots: Iterable[Edge], here: environment.Environment) -> set[int]:
    """Return the positions in `tables` of what `roots` need in an environment.

    Raises:
        SettingsError: a package that is needed is not in the lock.
        ValueError: a version or a marker that is none.
    """
    seen: set[tuple[int, tuple[str, ...]]] = set()
    todo = [edge for edge in roots if environment.holds(edge.marker, here)]
    while todo:
        edge = todo.pop()
        number = _found(request, tables, edge, here)
        extras = tuple(sorted(str(utils.canonicalize_name(extra)) for extra in edge.extras))
        if (number, extras) in seen:
            continue
        seen.add((number, extras))
        below = poetryedges.read(tables[number].get("dependencies", {}))
        inside = _in_extras(tables[number], extras)
        todo += [
            one
            for one in below
            if environment.holds(one.marker, here, extras)
            and (not one.optional or "extra" in one.marker or one.name in inside)
        ]
    return {number for number, _ in seen}


def _found(request: Request, tables: list[Table], edge: Edge, here: environment.Environment) -> int:
    """Return the newest version that fits: Poetry's own choice where several do."""
    fitting = [
        number
        for number, table in enumerate(tables)
        if utils.canonicalize_name(table["name"]) == edge.name
        and caret.allows(edge.constraint, table["version"])
        and caret.allows(table.get("python-versions", "*"), here["python_full_version"])
    ]
    if not fitting:
        raise request.refuse(f"{edge.name} {edge.constraint} is needed and not locked; run: poetry lock")
    return max(fitting, key=lambda number: version.Version(tables[number]["version"]))


def _in_extras(table: Table, extras: Iterable[str]) -> set[str]:
    listed = {str(utils.canonicalize_name(name)): lines for name, lines in table.get("extras", {}).items()}
    names: set[str] = set()
    for line in (line for extra in extras for line in listed.get(extra, [])):
        try:
            names.add(str(utils.canonicalize_name(requirements.Requirement(line).name)))
        except requirements.InvalidRequirement:
            names.add(str(utils.canonicalize_name(line.split(" ")[0].partition("[")[0])))
    return names

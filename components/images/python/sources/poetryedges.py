"""Poetry's tables of dependencies, in pyproject.toml and in its lock: a name, and one or several ways to want it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from packaging import utils

from components.images.python.sources import caret

_ELSEWHERE = ("git", "path", "url", "file")


@dataclass(frozen=True)
class Edge:
    """A dependency: what is wanted, which versions of it (in Poetry's writing), when, and with which extras."""

    name: str
    constraint: str = "*"
    marker: str = ""
    extras: tuple[str, ...] = ()
    optional: bool = False
    elsewhere: str = ""
    """Where it comes from when that is no index."""


def read(table: Mapping[str, Any]) -> Iterator[Edge]:
    """Yield the dependencies of a table; `python` is none.

    Raises:
        ValueError: a version that is none.
    """
    for name, value in table.items():
        if name != "python":
            ways = cast("list[Any]", value if isinstance(value, list) else [value])
            yield from (_edge(str(utils.canonicalize_name(name)), way) for way in ways)


def requirement(edge: Edge) -> str:
    """Return a dependency as pip writes it.

    Raises:
        ValueError: versions that pip cannot write, or a place that is no index.
    """
    if edge.elsewhere:
        raise ValueError(f"{edge.name} comes from {edge.elsewhere}; only packages of an index can be installed")
    found = caret.alternatives(edge.constraint)
    if len(found) > 1 and "" not in found:
        raise ValueError(f"{edge.name}: pip has no way to write {edge.constraint!r}; lock it with: poetry lock")
    extras = f"[{','.join(edge.extras)}]" if edge.extras else ""
    return f"{edge.name}{extras}{'' if '' in found else found[0]}" + (f" ; {edge.marker}" if edge.marker else "")


def _edge(name: str, way: Any) -> Edge:
    if isinstance(way, str):
        return Edge(name, way)
    given = cast("Mapping[str, Any]", way)
    conditions = [given.get("markers", ""), caret.python_marker(str(given.get("python", "*"))), _platform(given)]
    marker = " and ".join(f"({one})" for one in conditions if one)
    elsewhere = next((f"{kind} ({given[kind]})" for kind in _ELSEWHERE if kind in given), "")
    extras = tuple(str(extra) for extra in given.get("extras", ()))
    return Edge(name, str(given.get("version", "*")), marker, extras, bool(given.get("optional")), elsewhere)


def _platform(given: Mapping[str, Any]) -> str:
    return f"sys_platform == '{given['platform']}'" if "platform" in given else ""

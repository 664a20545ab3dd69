"""What a project lists without a lock, in the tables of each build back end: dependencies, extras, groups, Pythons."""

from __future__ import annotations

import configparser
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from packaging import requirements, utils

from components.images.python.sources import caret, poetryedges, pyproject
from components.images.python.sources.request import Request

SETUP = "setup.cfg"
Table = Mapping[str, Any]


@dataclass(frozen=True)
class Lists:
    """Requirements as pip writes them."""

    name: str
    lines: list[str]
    extras: Mapping[str, list[str]] = field(default_factory=dict[str, list[str]])
    groups: Mapping[str, list[str]] = field(default_factory=dict[str, list[str]])
    pythons: tuple[str, ...] = ()
    """Alternative specifiers of the Pythons it is for; empty: any."""


def there(request: Request) -> str:
    """Return which file lists dependencies; empty: none does, and pyproject.toml has settings of tools at most.

    Raises:
        SettingsError: pyproject.toml cannot be read.
    """
    found = pyproject.read(request)
    if (
        "project" in found
        or pyproject.tool(found, "poetry", "dependencies")
        or pyproject.tool(found, "flit", "metadata")
    ):
        return pyproject.NAME
    return SETUP if (request.folder / SETUP).is_file() and _section(request, "options") else ""


def read(request: Request) -> Lists:
    """Return what the project in the folder lists.

    Raises:
        SettingsError: only its build back end can tell.
        ValueError: a version that is none, or a place that is no index.
    """
    lists = _read(request)
    given: dict[str, object] = {"dependencies": lists.lines, **lists.extras, **lists.groups}
    for name, lines in given.items():
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in cast("list[object]", lines)):
            raise request.refuse(f"{name} should be a list of strings")
    return lists


def _read(request: Request) -> Lists:
    found = pyproject.read(request)
    if "project" in found:
        return _standard(request, found)
    if pyproject.tool(found, "poetry"):
        return _poetry(found)
    if metadata := pyproject.tool(found, "flit", "metadata"):
        pythons = (metadata["requires-python"],) if "requires-python" in metadata else ()
        return Lists(
            metadata.get("dist-name", metadata.get("module", "")),
            metadata.get("requires", []),
            metadata.get("requires-extra", {}),
            _groups(request, found),
            pythons,
        )
    if (request.folder / SETUP).is_file():
        return _setup(request, found)
    raise request.refuse("lists no dependencies: it has no [project]")


def _standard(request: Request, found: Table) -> Lists:
    project = found["project"]
    lines = project.get("dependencies", [])
    if "dependencies" in project.get("dynamic", []):
        lines = _from_files(request, found)
    pythons = (project["requires-python"],) if "requires-python" in project else ()
    extras = project.get("optional-dependencies", {})
    return Lists(project.get("name", ""), lines, extras, _groups(request, found), pythons)


def _from_files(request: Request, found: Table) -> list[str]:
    """Return the dependencies that setuptools, or hatch with its plugin, reads from files."""
    said = pyproject.tool(found, "setuptools", "dynamic", "dependencies")
    said = said or pyproject.tool(found, "hatch", "metadata", "hooks", "requirements_txt")
    files: str | list[str] = said.get("file", said.get("files", []))
    if not files:
        raise request.refuse("only the build back end can tell its dependencies; write them to a lock, by: uv lock")
    names = [files] if isinstance(files, str) else files
    return list(itertools.chain.from_iterable(_lines(request, name) for name in names))


def _lines(request: Request, name: str) -> list[str]:
    try:
        text = (request.folder / name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise request.refuse(f"{name}: {str(getattr(error, 'strerror', None) or error).lower()}") from None
    return _listed(text)


def _listed(text: str) -> list[str]:
    lines = (line.partition(" #")[0].strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _groups(request: Request, found: Table) -> dict[str, list[str]]:
    groups = {name: list(pyproject.groups(request, found, (name,))) for name in found.get("dependency-groups", {})}
    groups |= pyproject.tool(found, "pdm", "dev-dependencies")
    return groups


def _poetry(found: Table) -> Lists:
    poetry = pyproject.tool(found, "poetry")
    edges = list(poetryedges.read(poetry.get("dependencies", {})))
    optional = {edge.name: poetryedges.requirement(edge) for edge in edges if edge.optional}
    extras = {
        extra: [optional[str(utils.canonicalize_name(name))] for name in names]
        for extra, names in poetry.get("extras", {}).items()
    }
    tables = {name: group.get("dependencies", {}) for name, group in poetry.get("group", {}).items()}
    groups = {name: _written(poetryedges.read(table)) for name, table in tables.items()}
    python = str(poetry.get("dependencies", {}).get("python", "*"))
    lines = _written(edge for edge in edges if not edge.optional)
    return Lists(poetry.get("name", ""), lines, extras, groups, tuple(caret.alternatives(python)))


def _written(edges: Iterable[poetryedges.Edge]) -> list[str]:
    return [poetryedges.requirement(edge) for edge in edges]


def _setup(request: Request, found: Table) -> Lists:
    options, extras = _section(request, "options"), _section(request, "options.extras_require")
    asked = options.get("install_requires", "")
    lines = _listed(asked)
    if asked.startswith("file:"):
        lines = [line for name in asked.removeprefix("file:").split(",") for line in _lines(request, name.strip())]
    pythons = (options["python_requires"],) if "python_requires" in options else ()
    listed = {extra: _listed(text) for extra, text in extras.items()}
    return Lists(_section(request, "metadata").get("name", ""), lines, listed, _groups(request, found), pythons)


def _section(request: Request, name: str) -> Mapping[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string((request.folder / SETUP).read_text(encoding="utf-8"))
    except (configparser.Error, OSError, ValueError) as error:
        raise request.refuse(f"{SETUP} cannot be read: {str(error).splitlines()[0]}") from None
    return dict(parser[name]) if parser.has_section(name) else {}


def own(lists: Lists, line: str) -> requirements.Requirement | None:
    """Return a requirement on the project itself, which is how an extra takes in others; None: it is on another.

    Raises:
        ValueError: the line is no requirement.
    """
    try:
        one = requirements.Requirement(line)
    except requirements.InvalidRequirement:
        raise ValueError(f"{line!r} is no requirement") from None
    return one if utils.canonicalize_name(one.name) == utils.canonicalize_name(lists.name) else None

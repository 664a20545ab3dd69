"""pyproject.toml alone: what the project asks for, with nothing pinned. What is installed depends on the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from packaging import requirements, utils

from components.images.python.sources import tables
from components.images.python.sources.request import Request


def read(request: Request) -> str:
    """Return the text of a requirements file.

    Raises:
        SettingsError: dependencies that only a build back end can tell, or that no index has.
    """
    try:
        lists = tables.read(request)
        request.check_parts(lists.extras, lists.groups)
        if lists.pythons:
            request.check_python(*lists.pythons)
        groups = {str(utils.canonicalize_name(name)): lines for name, lines in lists.groups.items()}
        asked = [*lists.lines, *_of_extras(lists, request.extras, set())]
        asked += [line for group in request.groups for line in groups[str(utils.canonicalize_name(group))]]
        lines = sorted({line for line in asked if not tables.own(lists, line)})
    except ValueError as error:
        raise request.refuse(str(error)) from None
    for line in lines:
        if url := requirements.Requirement(line).url:
            raise request.refuse(
                f"{line.partition('@')[0].strip()} comes from {url}; only a lock pins it, with its hash"
            )
    return "".join(f"{line}\n" for line in lines)


def _of_extras(lists: tables.Lists, extras: Sequence[str], seen: set[str]) -> Iterator[str]:
    """Yield what extras ask for, with the extras that they take in."""
    known = {str(utils.canonicalize_name(name)): lines for name, lines in lists.extras.items()}
    for extra in map(utils.canonicalize_name, extras):
        if extra not in seen and extra in known:
            seen.add(extra)
            for line in known[extra]:
                yield line
                if one := tables.own(lists, line):
                    yield from _of_extras(lists, sorted(one.extras), seen)

"""Aliases: under which URNs a resource may have been recorded before. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from moorage.engine import urn as urns


@dataclass(frozen=True)
class Alias:
    """What a resource was once called: a whole URN, or the parts that differ (empty: as now)."""

    urn: str = ""
    name: str = ""
    type: str = ""
    parent: str = ""
    project: str = ""
    stack: str = ""
    no_parent: bool = False


def candidates(urn: str, parent: str, given: Iterable[Alias], renamed: Mapping[str, str]) -> list[str]:
    """Return the former URNs to look up, in order.

    Args:
        urn: what the resource is called now.
        parent: its parent's URN now, or empty.
        given: the aliases of the program.
        renamed: what each resource that was taken over through an alias in this run is called now -> was called.
    """
    found = [_collapse(urn, parent, alias, renamed) for alias in given]
    if parent in renamed:
        before = renamed[parent]
        own = [urn, *found]
        found += [_inherited(urn, each, urns.name(parent), before) for each in own]
    return list(dict.fromkeys(found))


def _collapse(urn: str, parent: str, alias: Alias, renamed: Mapping[str, str]) -> str:
    if alias.urn:
        return alias.urn
    above = renamed.get(alias.parent, alias.parent) if alias.parent else parent
    if alias.no_parent:
        above = ""
    return urns.make(
        alias.stack or urns.stack(urn),
        alias.project or urns.project(urn),
        above,
        alias.type or urns.type_of(urn),
        alias.name or urns.name(urn),
    )


def _inherited(now: str, child: str, parent_name: str, parent_before: str) -> str:
    """Give a child the URN that it had under its parent's former name; `<parent>-suffix` follows the rename."""
    name = urns.name(child)
    if name.startswith(parent_name):
        name = urns.name(parent_before) + name.removeprefix(parent_name)
    return urns.make(urns.stack(now), urns.project(now), parent_before, urns.type_of(child), name)

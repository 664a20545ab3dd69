"""Who depends on whom among recorded rows, in the order in which they are recorded. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from moorage.engine import resource
from moorage.engine import urn as urns


def named(row: resource.Resource) -> set[str]:
    """Return the URNs that a row depends on, without its parent: dependencies, provider, options."""
    found = {*row.dependencies, *row.replace_with}
    for each in row.property_dependencies.values():
        found.update(each)
    if row.provider:
        found.add(urns.split_reference(row.provider)[0])
    if row.deleted_with:
        found.add(row.deleted_with)
    return found


def above(row: resource.Resource) -> set[str]:
    """Return the URNs that must be there before a row: its parent and what it names."""
    found = named(row)
    if row.parent:
        found.add(row.parent)
    return found


def dependencies(rows: Sequence[resource.Resource]) -> list[set[int]]:
    """Return, for each row, the positions of the rows that must outlive it.

    These are its parent and what it names, where that stands before it, and everything below a component that it names.
    """
    seen: defaultdict[str, list[int]] = defaultdict(list)
    below: defaultdict[str, set[int]] = defaultdict(set)
    parents: dict[str, str] = {}
    result: list[set[int]] = []
    for at, row in enumerate(rows):
        found: set[int] = set(seen[row.parent]) if row.parent else set()
        for urn in named(row):
            for position in seen[urn]:
                found.add(position)
                if not rows[position].custom:
                    found |= below[urn]
        result.append(found)
        seen[row.urn].append(at)
        parents[row.urn] = row.parent
        above = row.parent
        while above:
            below[above].add(at)
            above = parents.get(above, "")
    return result


def needed(rows: Sequence[resource.Resource], roots: Iterable[int]) -> set[int]:
    """Return the positions of what rows depend on, directly or not, their parents among it.

    Where a URN is there twice, a row that is to be deleted depends on the one that is, too, and any other on the other.
    """
    homes: defaultdict[tuple[str, bool], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        homes[row.urn, row.delete].append(at)
    found: set[int] = set()
    ways = list(roots)
    while ways:
        row = rows[ways.pop()]
        for urn in above(row):
            fresh = [at for at in homes[urn, row.delete] or homes[urn, not row.delete] if at not in found]
            found.update(fresh)
            ways += fresh
    return found


def dependents(
    rows: Sequence[resource.Resource], root: resource.Resource, ignored: Collection[str]
) -> list[resource.Resource]:
    """Return the rows that depend on a row, directly or not, in order. Being its child is no dependency."""
    start = next(at for at, row in enumerate(rows) if row is root)
    reached = {root.urn}
    found: list[resource.Resource] = []
    for row in rows[start + 1 :]:
        if row.urn not in ignored and named(row) & reached:
            found.append(row)
            reached.add(row.urn)
    return found

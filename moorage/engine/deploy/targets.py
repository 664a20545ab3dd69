"""What an operation is limited to: `--target`, `--exclude`, `--replace`, by URN or by a pattern of URNs. Pure."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from moorage.engine import resource
from moorage.engine import urn as urns
from moorage.engine.deploy import graph


@dataclass(frozen=True)
class Patterns:
    """URNs, some with wildcards: `*` stands for anything without a colon, `**` for anything."""

    given: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.given)

    def __contains__(self, urn: str) -> bool:
        return any(_expression(pattern).fullmatch(urn) for pattern in self.given)

    @property
    def literal(self) -> list[str]:
        """Return those that name one resource."""
        return [pattern for pattern in self.given if "*" not in pattern]


_WILD: Final = {"**": ".*", "*": "[^:]*"}


@functools.cache
def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*|\*)", pattern)
    return re.compile("".join(_WILD.get(part) or re.escape(part) for part in parts))


@dataclass
class Scope:
    """Which resources an operation is about. Not safe to use from several threads at once."""

    targets: Patterns = field(default_factory=Patterns)
    excludes: Patterns = field(default_factory=Patterns)
    replaces: Patterns = field(default_factory=Patterns)
    dependents: bool = False
    """What depends on a target is one, what depends on what is excluded is excluded."""
    _met: set[str] = field(default_factory=set[str])
    """The resources so far that are targets (or excluded), or depend on one."""

    def afresh(self) -> Scope:
        """Return a scope for another walk through the resources."""
        return Scope(self.targets, self.excludes, self.replaces, self.dependents)

    @property
    def limited(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.targets or self.excludes)

    def includes(self, row: resource.Resource) -> bool:
        """Say whether the operation is about a resource; its dependencies were asked about before it.

        Providers and the stack always take part.
        """
        always = urns.is_provider(row.type) or row.type == urns.STACK_TYPE
        if always and not self.targets:
            return True
        return self.names(row) or always

    def names(self, row: resource.Resource) -> bool:
        """Say whether the targets, or all that is not excluded, hold a resource."""
        if not self.limited:
            return True
        chosen = self.targets or self.excludes
        met = row.urn in chosen
        if not met and self.dependents:
            met = any(urn in chosen or urn in self._met for urn in graph.above(row))
        if met:
            self._met.add(row.urn)
        return met if self.targets else not met


def closure(rows: Sequence[resource.Resource], roots: Iterable[str]) -> set[str]:
    """Return the URNs of what depends on the roots, directly or not, or lies below them, and the roots."""
    reached = set(roots)
    for row in rows:
        if graph.above(row) & reached:
            reached.add(row.urn)
    return reached


def needed(rows: Sequence[resource.Resource], roots: Iterable[str]) -> set[str]:
    """Return the URNs of what the roots depend on, directly or not, their parents among them, and the roots."""
    reached = set(roots)
    for row in reversed(rows):
        if row.urn in reached:
            reached |= graph.above(row)
    return reached

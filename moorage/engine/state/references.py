"""What a row refers to, and how its references follow a resource that got another name. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from moorage.engine import resource
from moorage.engine import urn as urns

Follow = Callable[[Any], Any]


def rename(rows: Sequence[resource.Resource], renamed: Mapping[str, str]) -> list[resource.Resource]:
    """Return rows, parents first, whose references follow the given URNs (before -> now).

    A row's own name follows if it is to be deleted, or if it has its parent's types in it and the parent was renamed.
    """
    now, moved = _inherited(((row.urn, row.parent) for row in rows), renamed)
    follow = _follow(now, _ATTRIBUTES)
    return [
        dataclasses.replace(
            row,
            **{name: each(getattr(row, name)) for name, each in follow.items()},
            urn=now.get(row.urn, row.urn) if row.delete or at in moved else row.urn,
        )
        for at, row in enumerate(rows)
    ]


def rename_data(rows: Sequence[Mapping[str, Any]], renamed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Do the same to rows as the checkpoint's JSON has them."""
    now, moved = _inherited(((row["urn"], row.get("parent", "")) for row in rows), renamed)
    follow = _follow(now, _NAMES)
    return [
        {
            **row,
            **{name: each(row[name]) for name, each in follow.items() if row.get(name)},
            "urn": now.get(row["urn"], row["urn"]) if row.get("delete") or at in moved else row["urn"],
        }
        for at, row in enumerate(rows)
    ]


def _inherited(rows: Iterable[tuple[str, str]], renamed: Mapping[str, str]) -> tuple[dict[str, str], set[int]]:
    """Return the names with those of children (URN, parent) not seen yet, and at which places these are."""
    now, moved = dict(renamed), set[int]()
    for at, (urn, parent) in enumerate(rows):
        above = now.get(parent)
        if above is not None and urns.qualified_type(above) != urns.STACK_TYPE:
            now[urn] = urns.make(urns.stack(urn), urns.project(urn), above, urns.type_of(urn), urns.name(urn))
            moved.add(at)
    return now, moved


_ATTRIBUTES = ("parent", "deleted_with", "provider", "dependencies", "replace_with", "property_dependencies")
_NAMES = ("parent", "deletedWith", "provider", "dependencies", "replaceWith", "propertyDependencies")


def _follow(renamed: Mapping[str, str], names: tuple[str, ...]) -> dict[str, Follow]:
    def urn(text: str) -> str:
        return renamed.get(text, text)

    def reference(text: str) -> str:
        before, _, instance = text.rpartition("::")
        return f"{urn(before)}::{instance}" if text else text

    def each(found: list[str]) -> list[str]:
        return [urn(one) for one in found]

    def keyed(found: Mapping[str, list[str] | None]) -> dict[str, list[str]]:
        return {key: each(urns or []) for key, urns in found.items()}

    return dict(zip(names, (urn, urn, reference, each, each, keyed), strict=True))

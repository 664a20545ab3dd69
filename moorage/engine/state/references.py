"""What a row refers to, and how its references follow a resource that got another name. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from moorage.engine import resource

Follow = Callable[[Any], Any]


def rename(row: resource.Resource, renamed: Mapping[str, str]) -> resource.Resource:
    """Return a row whose references follow the given URNs (before -> now), as its own does if it is to be deleted."""
    followed = {name: follow(getattr(row, name)) for name, follow in _follow(renamed, _ATTRIBUTES).items()}
    own = {"urn": renamed.get(row.urn, row.urn)} if row.delete else {}
    return dataclasses.replace(row, **followed, **own)


def rename_data(row: Mapping[str, Any], renamed: Mapping[str, str]) -> dict[str, Any]:
    """Do the same to a row as the checkpoint's JSON has it."""
    followed = {name: follow(row[name]) for name, follow in _follow(renamed, _NAMES).items() if row.get(name)}
    own = {"urn": renamed.get(row["urn"], row["urn"])} if row.get("delete") else {}
    return {**row, **followed, **own}


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

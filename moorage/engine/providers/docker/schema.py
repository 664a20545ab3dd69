"""What a property is: its type, who sets it, and what a change of it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

Kind = Literal["string", "integer", "boolean", "map", "object"]
"""`map` holds strings; `object` has `fields`."""
Many = Literal["one", "list", "set"]
"""A set has no order: the same elements in another order are no change."""
Use = Literal["optional", "required", "computed", "output"]
"""`computed` is optional and filled in by Docker; `output` is never given."""


@dataclass(frozen=True)
class Property:
    """One property of a resource, under its name on the wire (camelCase)."""

    kind: Kind
    many: Many = "one"
    use: Use = "optional"
    replaces: bool = False
    """A change makes a new resource; otherwise the resource is updated in place."""
    keeps: bool = False
    """Removing it cannot be done in place (Docker has no word for "no limit" there), so removing replaces."""
    default: object = None
    pattern: str = ""
    minimum: int | None = None
    secret: bool = False
    """Secret whatever the program says."""
    refused: str = ""
    """Why this provider does not honour it; empty: it does."""
    fields: Mapping[str, Property] = field(default_factory=dict[str, "Property"])


Properties: TypeAlias = Mapping[str, Property]


@dataclass(frozen=True)
class Resource:
    """A resource type: its properties, and what the bridge records beside them."""

    properties: Properties
    meta: str = ""
    """`__meta` of the outputs: the schema version and time-outs the bridge writes; empty when it writes none."""
    delete_before_replace: bool = False
    said_once: tuple[str, ...] = ()
    """Outputs that only the creation tells."""
    named: bool = False
    """A missing `name` is made up from the engine's proposal."""


def forced(properties: Properties) -> dict[str, Property]:
    """Return the same properties, each of them (nested ones too) replacing the resource when it changes."""
    return {key: replace(item, replaces=True, fields=forced(item.fields)) for key, item in properties.items()}

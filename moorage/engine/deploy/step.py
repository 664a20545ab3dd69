"""One step of a deployment: what is done to which resource, from which state to which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from moorage.engine import resource
from moorage.engine import urn as urns
from moorage.engine.providers import protocol

Op = Literal[
    "same",
    "create",
    "update",
    "delete",
    "replace",
    "create-replacement",
    "delete-replaced",
    "read",
    "read-replacement",
    "discard",
    "discard-replaced",
    "refresh",
    "remove-pending-replace",
    "import",
    "import-replacement",
]

_PHYSICAL = frozenset(
    {
        "create-replacement",
        "delete-replaced",
        "read-replacement",
        "discard-replaced",
        "refresh",
        "remove-pending-replace",
        "import-replacement",
    }
)


@dataclass(frozen=True)
class Change:
    """Why a resource changes: changed paths, top-level keys that changed, and those that force a replacement."""

    detailed: Mapping[str, protocol.PropertyDiff] | None = None
    keys: list[str] = field(default_factory=list[str])
    replaces: list[str] = field(default_factory=list[str])


NO_CHANGE: Final = Change()


@dataclass(frozen=True)
class Step:
    """A step; `old` and `new` are the rows before and after, None where there is none."""

    op: Op
    old: resource.Resource | None
    new: resource.Resource | None
    change: Change = field(default_factory=Change)

    @property
    def row(self) -> resource.Resource:
        """Return the latest row."""
        row = self.new or self.old
        if row is None:
            raise ValueError("a step without a resource")
        return row

    @property
    def logical(self) -> bool:
        """Say whether the user's program sees this as one operation (a replacement is one, its parts are not)."""
        return self.op not in _PHYSICAL

    @property
    def internal(self) -> bool:
        """Say whether it is the engine's own business: a default provider, a left-over of a replacement."""
        row = self.row
        default = urns.is_provider(row.type) and urns.name(row.urn).startswith("default")
        return default or self.op == "remove-pending-replace"

"""Give a resource, or a whole stack, another name: its URN changes, and whatever refers to it follows.

Source: `pkg/cmd/pulumi/state/state_rename.go` and `RenameStack` in `pkg/resource/edit/operations.go` of pulumi/pulumi.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from moorage.engine import urn as urns
from moorage.engine.state import propertyjson
from moorage.engine.state.edit import rows as rows_
from moorage.engine.state.edit.rows import EditError, Row


def resource(rows: Sequence[Row], urn: str, name: str) -> list[Row]:
    """Return the rows with one of them renamed. Children keep their URNs, which name their parents' types only.

    Raises:
        EditError: There is no such resource, or one that has that name already.

    """
    row = rows_.find(rows, urn)
    now = urn.removesuffix(urns.name(urn)) + name
    if not name:
        raise EditError("the new name is empty")
    if now == urn:
        return list(rows)
    if any(each["urn"] == now for each in rows):
        raise EditError(f"the new name is taken: there is a resource '{now}' already")

    def follow(other: str) -> str:
        return now if other == urn else other

    return [{**rows_.renamed(each, follow), "urn": now if each is row else each["urn"]} for each in rows]


def stack(rows: Sequence[Row], before: tuple[str, str], now: tuple[str, str]) -> list[Row]:
    """Return the rows of a stack after its renaming; `before` and `now` are its project and name.

    References among property values follow, but for those in secrets, which stay sealed; the next update writes them.
    """
    return [_restacked(row, lambda urn: _moved(urn, before, now)) for row in rows]


def _restacked(row: Row, urn: Callable[[str], str]) -> Row:
    result = rows_.renamed(row, urn)
    result["urn"] = urn(row["urn"])
    for part in ("inputs", "outputs"):
        if row.get(part):
            result[part] = _values(row[part], urn)
    if row.get("aliases"):
        result["aliases"] = [urn(each) for each in row["aliases"]]
    if row.get("viewOf"):
        result["viewOf"] = urn(row["viewOf"])
    return result


def _moved(urn: str, before: tuple[str, str], now: tuple[str, str]) -> str:
    if not urns.is_valid(urn) or (urns.project(urn), urns.stack(urn)) != before:
        return urn
    project, name = now
    qualified = urns.qualified_type(urn)
    # the stack's own resource is named after both
    last = f"{project}-{name}" if qualified == urns.STACK_TYPE else urns.name(urn)
    return f"{urns.PREFIX}{name}::{project}::{qualified}::{last}"


def _values(data: Any, urn: Callable[[str], str]) -> Any:
    if isinstance(data, list):
        return [_values(item, urn) for item in cast("list[Any]", data)]
    if not isinstance(data, dict):
        return data
    entries = cast("dict[str, Any]", data)
    if entries.get(propertyjson.SIGNATURE) == propertyjson.REFERENCE and isinstance(entries.get("urn"), str):
        return {**entries, "urn": urn(entries["urn"])}
    return {key: _values(item, urn) for key, item in entries.items()}

"""One recorded resource, in the layout and the JSON of `pulumi state get`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moorage.cli import exported, stackoutputs
from moorage.cli.errors import Stop
from moorage.engine import urn as urns
from moorage.engine.display import text
from moorage.engine.state.edit import rows
from moorage.engine.state.store import Store


def of(store: Store, wanted: str, *, show_secrets: bool) -> dict[str, Any]:
    """Return the resource of a URN or a name that only one has; secrets blinded unless asked for.

    Raises:
        Stop: there is none, or more than one.
    """
    row = _find(stackoutputs.recorded(store), wanted)
    shown: dict[str, Any] = {"id": row.get("id") or ""}
    for part in ("inputs", "outputs"):
        recorded: dict[str, Any] = row.get(part) or {}
        values = {key: value for key, value in recorded.items() if not key.startswith("__")}
        if show_secrets:
            values = exported.opened(values, store.crypter.decrypt)
        shown[part] = stackoutputs.blind(values)
    if row.get("delete"):
        shown["pendingDeletion"] = True
    return {**shown, "type": row["type"], "urn": row["urn"]}


def lines(shown: dict[str, Any]) -> Iterator[str]:
    """Yield the lines for people."""
    yield f"Type: {shown['type']}"
    yield f"URN:  {shown['urn']}"
    if shown["id"]:
        yield f"ID:   {shown['id']}"
    if shown.get("pendingDeletion"):
        yield "Pending deletion: yes"
    for part in ("inputs", "outputs"):
        if values := shown[part]:
            yield f"{part.capitalize()}:"
            width = max(len(key) for key in values)
            for key, value in values.items():
                yield from text.block(key, value, 4, width)
            yield ""


def _find(recorded: list[rows.Row], wanted: str) -> rows.Row:
    exact = [row for row in recorded if row["urn"] == wanted] or [
        row for row in recorded if urns.name(row["urn"]) == wanted
    ]
    live = [row for row in exact if not row.get("delete")] or exact
    if not live:
        raise Stop(str(rows.missing(wanted, [row["urn"] for row in recorded])))
    if len({row["urn"] for row in live}) > 1:
        listed = ", ".join(row["urn"] for row in live)
        raise Stop(f"{len(live)} resources in the stack are named '{wanted}': {listed}; specify one by URN")
    return live[0]

"""The two marks that a state keeps on a resource: protected from deletion, tainted (replaced by the next update)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from moorage.engine.state.edit import rows as rows_
from moorage.engine.state.edit.rows import Row

Mark = Literal["protect", "taint"]


def put(rows: Sequence[Row], targets: Sequence[str] | None, mark: Mark, *, on: bool) -> list[Row]:
    """Return the rows with the mark of `targets` (None: of all) on or off; what is only to be deleted has none.

    Raises:
        EditError: A target is not there.

    """
    live = [row["urn"] for row in rows if not row.get("delete")]
    for urn in targets or ():
        if urn not in live:
            raise rows_.missing(urn, live)
    wanted = set(live if targets is None else targets)
    return [_marked(row, mark, on=on) if row["urn"] in wanted and not row.get("delete") else row for row in rows]


def _marked(row: Row, mark: Mark, *, on: bool) -> Row:
    if on:
        return {**row, mark: True}
    return {name: value for name, value in row.items() if name != mark}

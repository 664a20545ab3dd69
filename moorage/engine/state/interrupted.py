"""The checkpoint that an interrupted run would have written: the one that it began with and what its journal says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from moorage.engine.state import checkpoint, integrity, references, replay, row


def replayed(document: dict[str, Any], records: Iterable[replay.Record]) -> dict[str, Any]:
    """Return the checkpoint that a journal's records lead to. Nothing is decrypted for it.

    Raises:
        replay.ReplayError: The records are not of this checkpoint.
        checkpoint.CheckpointError: A row is malformed.
        integrity.IntegrityError: Rows refer to each other in a circle.

    """
    latest: dict[str, Any] = document["checkpoint"].get("latest") or {}
    listed: list[dict[str, Any]] = latest.get("pending_operations") or []
    before = [(each["resource"], str(each["type"])) for each in listed]
    state: replay.State[dict[str, Any]] = replay.State(latest.get("resources") or [], before, references.rename_data)
    for record in records:
        state.apply(record)
    rows = _ordered(state.rows())
    pending = [{"resource": data, "type": kind} for data, kind in state.operations()]
    changed: dict[str, Any] = {
        **{key: value for key, value in latest.items() if key not in {"resources", "pending_operations", "metadata"}},
        **({"resources": rows} if rows else {}),
        **({"pending_operations": pending} if pending else {}),
        "metadata": latest.get("metadata") or {},
    }
    return {**checkpoint.head(rows, pending), "checkpoint": {**document["checkpoint"], "latest": changed}}


def _ordered(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    try:
        # the order is a matter of references: secrets stay closed
        shallow = [row.read({**data, "inputs": {}, "outputs": {}}, lambda _place, _text: "null") for data in rows]
    except row.RowError as error:
        raise checkpoint.CheckpointError(str(error)) from error
    at = {id(each): data for each, data in zip(shallow, rows, strict=True)}
    return [at[id(each)] for each in integrity.ordered(shallow)]

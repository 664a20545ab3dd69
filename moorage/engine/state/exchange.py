"""A state that comes into a stack, or goes to one of another name: the CLI's `stack import` and `stack rename`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moorage.engine import urn as urns
from moorage.engine.state import checkpoint
from moorage.engine.state import history as records
from moorage.engine.state.edit import rename, repair
from moorage.engine.state.store import StateError, Store


def parse(text: bytes) -> dict[str, Any]:
    """Return the checkpoint in an export, or in a state file or a copy of one.

    Raises:
        CheckpointError: It is neither.

    """
    return checkpoint.parse(text, exported=True)


def problems(document: dict[str, Any], project: str, stack: str) -> Iterator[str]:
    """Yield what speaks against importing a checkpoint into a stack."""
    rows = checkpoint.rows(document)
    for row in rows:
        urn = row["urn"]
        if urns.stack(urn) != stack:
            yield f"resource '{urn}' is from a different stack ({urns.stack(urn)} != {stack})"
        elif urns.project(urn) != project:
            yield f"resource '{urn}' is from a different project ({urns.project(urn)} != {project})"
    if problem := repair.problem(rows):
        yield f"state file contains errors: {problem}"


def dropped(document: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each pending operation, which an import drops."""
    for operation in checkpoint.pending(document):
        yield f"removing pending operation '{operation['type']}' on '{operation['resource']['urn']}' from snapshot"


def move(store: Store, target: Store) -> None:
    """Give a stack another name: state and history go to `target`; the last state stays as `.bak`.

    Raises:
        StateError: There is such a stack already, or the state cannot be read or written.

    """
    if target.exists:
        msg = f"a stack named {target.name} already exists"
        raise StateError(msg)
    before, now = (store.project, store.name), (target.project, target.name)
    document = store.document()
    moved = checkpoint.amended(document, rename.stack(checkpoint.rows(document), before, now))
    if operations := checkpoint.pending(document):
        rows = rename.stack([each["resource"] for each in operations], before, now)
        pairs = zip(operations, rows, strict=True)
        moved["checkpoint"]["latest"]["pending_operations"] = [{**each, "resource": row} for each, row in pairs]
    moved["checkpoint"]["stack"] = target.full_name
    target.put(moved)
    records.rename(store.history_folder, store.name, target.history_folder, target.name)
    store.remove(force=True)

"""What was deployed of each image, as the stack's state lists it: the last one and those that stay for a rollback."""

from __future__ import annotations

from typing import Any

from components.images import kept
from moorage.cli import stackoutputs
from moorage.cli.selection import Selection
from moorage.engine import urn
from moorage.engine.state import backend

_KIND = "command:local:Command"
_EXISTING = "moorage:images:Existing"
"""Nothing of somebody else's is kept for a rollback: its component alone says what runs."""


def images(chosen: Selection) -> dict[str, list[kept.Kept]]:
    """Return the images of each name, the one that was deployed last first; empty where the CLI alone has the state."""
    try:
        return listed(chosen)
    except backend.BackendError:
        return {}


def listed(chosen: Selection) -> dict[str, list[kept.Kept]]:
    """Return the same, for what must not go on without it.

    Raises:
        BackendError: the state is where only the Pulumi CLI reaches.
    """
    store = backend.open(chosen.project).stack(chosen.stack)
    rows = stackoutputs.recorded(store) if store.exists else []
    existing = {urn.name(row["urn"]): [_one(row)] for row in rows if row["type"] == _EXISTING and row.get("outputs")}
    return existing | {
        urn.name(row["parent"]): kept.parse(_text(row))
        for row in rows
        if row["type"] == _KIND and urn.name(row["urn"]).endswith(f"-{kept.SUFFIX}") and _of_image(row)
    }


def _one(row: dict[str, Any]) -> kept.Kept:
    key = row.get("inputs", {}).get("built", {}).get("key", "")
    return kept.Kept(key, row["outputs"]["reference"], row.get("modified", ""))


def _of_image(row: dict[str, Any]) -> bool:
    return urn.type_of(row.get("parent", "")).startswith("moorage:images:")


def _text(row: dict[str, Any]) -> str:
    outputs: dict[str, Any] = row.get("outputs") or {}
    return str(outputs.get("stdout") or "")

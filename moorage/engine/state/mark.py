"""The mark on a checkpoint whose journal is open: the Pulumi CLI refuses it by name, and says what to do.

A checkpoint of version 4 lists the features that a reader must have; one that it does not have makes the CLI refuse
with the feature's name, which is free text. Source: `validateSupportedFeatures` in `pkg/resource/stack/deployment.go`
of pulumi/pulumi.
"""

from __future__ import annotations

from typing import Any

_NAME = "moorage-journal"


def put(document: dict[str, Any], stack: str) -> dict[str, Any]:
    """Return a checkpoint with the mark; `stack` is the name to pass to `cancel`."""
    text = (
        f"{_NAME} (a moorage run of this stack is under way, or was killed and has left its results in its journal; "
        f"if no moorage runs any more: moorage cancel {stack})"
    )
    return {"version": 4, "features": [*_others(document), text], "checkpoint": document["checkpoint"]}


def take(document: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return a checkpoint without the mark, and whether it had one."""
    others = _others(document)
    if len(others) == len(document.get("features") or []):
        return document, False
    head = {"version": 4, "features": others} if others else {"version": 3}
    return {**head, "checkpoint": document["checkpoint"]}, True


def _others(document: dict[str, Any]) -> list[str]:
    found: list[Any] = document.get("features") or []
    return [each for each in found if not str(each).startswith(_NAME)]

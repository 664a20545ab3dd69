"""Labels: a set of `{label, value}` on the wire, a map in Docker's API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from moorage.engine.providers.docker.schema import Property

FIELDS: Final = {
    "label": Property("string", use="required", replaces=True),
    "value": Property("string", use="required", replaces=True),
}


def to_map(labels: Sequence[Mapping[str, str]] | None) -> dict[str, str]:
    """Return name -> value."""
    return {item["label"]: item["value"] for item in labels or []}


def from_map(labels: Mapping[str, str] | None) -> list[dict[str, str]]:
    """Return `{label, value}` objects, sorted by name."""
    return [{"label": label, "value": value} for label, value in sorted((labels or {}).items())]

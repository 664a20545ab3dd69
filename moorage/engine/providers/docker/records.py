"""Members of a property object that are lists or objects, typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def objects(values: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return a list of objects, empty when there is none."""
    return values.get(key) or []


def texts(values: Mapping[str, Any], key: str) -> list[str]:
    """Return a list of texts, empty when there is none."""
    return values.get(key) or []


def members(values: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return an object or a map, empty when there is none."""
    return values.get(key) or {}

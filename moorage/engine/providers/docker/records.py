"""Property values that are lists or objects, typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast


def objects(values: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return a list of objects, empty when there is none."""
    return values.get(key) or []


def texts(values: Mapping[str, Any], key: str) -> list[str]:
    """Return a list of texts, empty when there is none."""
    return values.get(key) or []


def members(values: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return an object or a map, empty when there is none."""
    return values.get(key) or {}


def record(value: object) -> dict[str, Any] | None:
    """Return a value that is an object or a map, None when it is neither."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def elements(value: object) -> list[object] | None:
    """Return a value that is a list, None when it is none."""
    return cast("list[object]", value) if isinstance(value, list) else None

"""A value as a map or a list; empty when it is neither: not given, or not known yet. Pure."""

from __future__ import annotations

from typing import Any, cast

from moorage.engine import values


def record(value: values.Value) -> dict[str, Any]:
    """Return a map as it is, an empty one for anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def sequence(value: values.Value) -> list[Any]:
    """Return a list as it is, an empty one for anything else."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def text(value: values.Value) -> str:
    """Return a text as it is, an empty one for anything else."""
    return value if isinstance(value, str) else ""

"""Keepers: values of no meaning of their own, whose change draws a new value."""

from __future__ import annotations

from typing import Any, Final, cast

from moorage.engine import values
from moorage.engine.providers import shapes

FIELD: Final = shapes.Field(shapes.MapOf(shapes.ANY))


def say_the_same(name: str, before: values.Value, after: values.Value) -> bool:
    """Say whether the change is one of keepers that says nothing: no keepers are none."""
    return name == "keepers" and _said(before) == _said(after)


def _said(keepers: values.Value) -> values.Value:
    """Return keepers without those that say nothing."""
    if isinstance(keepers, values.Unknown):
        return keepers
    return {key: item for key, item in cast("dict[str, Any]", keepers or {}).items() if item is not None}

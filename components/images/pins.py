"""Pins: the images of a stack that are held at a version, as its file says. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from components.core.errors import SettingsError

FORM: Final = r"([a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+@)?sha256:[0-9a-f]{64}"
"""An image's ID in the target's store, or `repository@digest`: nothing that could be another image tomorrow."""

ALLOWED: Final = "an image ID (sha256:<64 hex digits>) or repository@sha256:<64 hex digits>"


def reference(name: str, value: object) -> str:
    """Return what the image `name` is held at.

    Raises:
        SettingsError: it is not immutable.
    """
    if not isinstance(value, str) or re.fullmatch(FORM, value) is None:
        raise SettingsError(f"pinned.{name}", f"{value!r} is not immutable; allowed: {ALLOWED}")
    return value


def check(pins: Mapping[str, str], images: Collection[str]) -> None:
    """Check that each one is an image of the stack.

    Raises:
        SettingsError: at the first one that is not.
    """
    for name in pins:
        if name not in images:
            raise SettingsError(f"pinned.{name}", "is not an image of this stack", images, name)


def record(reference: str) -> dict[str, Any]:
    """Return what a preview compares."""
    return {"pinned": reference}

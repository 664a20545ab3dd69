"""A mistake in the user's Dockerfile: its line, and what to do, at the setting that names the file."""

from __future__ import annotations

from collections.abc import Iterable

from components.core.errors import SettingsError
from components.images import parse
from components.images.dockerfile import stages


def at(
    read: stages.Read,
    one: parse.Instruction,
    path: str,
    problem: str,
    allowed: Iterable[str] = (),
    given: str | None = None,
) -> SettingsError:
    """Return the error of one instruction; `path` is the image's."""
    return SettingsError(f"{path}.dockerfile", f"{read.shown}:{one.first + 1}: {problem}", allowed, given)

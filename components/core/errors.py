"""Errors that a user can act on: where, what, what is allowed, what was probably meant. One line each."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import pulumi


class SettingsError(pulumi.RunError):
    """A stack file that cannot work. Pulumi prints its text alone, without a traceback."""

    def __init__(self, path: str, problem: str, allowed: Iterable[str] = (), given: str | None = None) -> None:
        self.path = path
        self.problem = problem
        choices = sorted(allowed)
        near = difflib.get_close_matches(given, choices, 1) if given is not None else []
        hints = [f"did you mean {near[0]}"] if near else []
        hints += [f"allowed: {', '.join(choices)}"] if choices else []
        super().__init__(f"{path}: {'; '.join([problem, *hints])}")

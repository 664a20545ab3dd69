"""What the global options say, wherever on the command line they stand."""

from __future__ import annotations

import os
import pathlib
import sys
from dataclasses import dataclass
from typing import Any, Literal, cast

import click

EngineChoice = Literal["auto", "pulumi", "embedded"]
KEY = "moorage."


@dataclass(frozen=True)
class Session:
    """One invocation. `stack` and `config_file` are as given: None when they are not."""

    cwd: pathlib.Path
    stack: str | None
    config_file: pathlib.Path | None
    engine: EngineChoice
    interactive: bool
    arguments: tuple[str, ...]
    """The whole command line as typed, without the program."""


def current() -> Session:
    """Return the session of the command that runs."""
    given: dict[str, Any] = click.get_current_context().meta
    cwd = pathlib.Path(given.get(f"{KEY}cwd") or pathlib.Path.cwd()).absolute()
    file = given.get(f"{KEY}config_file")
    return Session(
        cwd=cwd,
        stack=given.get(f"{KEY}stack"),
        config_file=cwd / file if file else None,
        engine=cast(EngineChoice, given.get(f"{KEY}engine") or "auto"),
        interactive=not given.get(f"{KEY}non_interactive") and terminal(),
        arguments=tuple(given.get(f"{KEY}arguments") or ()),
    )


def terminal() -> bool:
    """Say whether a person can be asked: as the Pulumi CLI decides it."""
    if os.environ.get("TERM", "").lower() == "dumb" or os.environ.get("CI"):
        return False
    return sys.stdin.isatty() and sys.stdout.isatty()

"""Handing a command over to the Pulumi CLI: who deploys, with which command line and environment. Pure."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, assert_never

from moorage.cli.errors import INVALID, Stop
from moorage.cli.session import EngineChoice

Deployer = Literal["pulumi", "embedded"]

VALUED: Final = ("--cwd", "-C", "--color", "--engine")
"""Options of the command line that take a value and may stand before the command's name."""

SAVING: Final = ("--config", "-c", "--config-path")
"""Options with which the CLI writes to the stack file."""

OURS: Final = ("--engine",)
RENAMED: Final[Mapping[str, tuple[str, ...]]] = {"outputs": ("stack", "output")}


@dataclass(frozen=True)
class Surroundings:
    """What the CLI is told by its environment, so that it works on the same stack, state and secrets."""

    backend_url: str
    """Absolute; empty leaves it to the CLI."""
    stack: str
    passphrase_file: str = ""
    """Empty when the user gives a passphrase."""


def decide(choice: EngineChoice, path: str | None) -> tuple[Deployer, str]:
    """Return who deploys, and the program of the Pulumi CLI on the search `path` (empty for the embedded engine).

    Raises:
        Stop: the CLI is asked for and not there.
    """
    found = shutil.which("pulumi", path=path)
    match choice:
        case "embedded":
            return "embedded", ""
        case "pulumi":
            if found is None:
                message = "--engine pulumi: no pulumi on PATH; install the Pulumi CLI, or leave --engine away"
                raise Stop(message, INVALID)
            return "pulumi", found
        case "auto":
            return ("pulumi", found) if found else ("embedded", "")
        case _ as other:
            assert_never(other)


def arguments(typed: Sequence[str], config_file: str = "", drop: Sequence[str] = ()) -> list[str]:
    """Return the CLI's command line for ours: without our own options and `drop`, our own command names translated.

    `config_file` takes the place of the one that was given, if any.
    """
    command = _command_index(typed)
    result: list[str] = []
    valued = (*OURS, *(("--config-file",) if config_file else ()))
    skip = False
    for index, word in enumerate(typed):
        if word == "--":
            tail = list(typed[index:])
            return [*result, *_file(config_file), *tail]
        if skip:
            skip = False
        elif word in valued:
            skip = True
        elif word.partition("=")[0] in valued or word in drop:
            continue
        elif index == command:
            result.extend(RENAMED.get(word, (word,)))
        else:
            result.append(word)
    return [*result, *_file(config_file)]


def saves(typed: Sequence[str]) -> bool:
    """Say whether the command line makes the CLI store configuration."""
    return any(word.partition("=")[0] in SAVING for word in typed)


def environment(given: Mapping[str, str], around: Surroundings) -> dict[str, str]:
    """Return the CLI's environment."""
    result = dict(given)
    # Without this the CLI makes a new salt for every stack file that has none, and writes it there.
    result["PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER"] = "true"
    if around.backend_url:
        result["PULUMI_BACKEND_URL"] = around.backend_url
    if around.stack:
        result["PULUMI_STACK"] = around.stack
    if around.passphrase_file:
        result["PULUMI_CONFIG_PASSPHRASE_FILE"] = around.passphrase_file
    return result


def _file(config_file: str) -> list[str]:
    return ["--config-file", config_file] if config_file else []


def _command_index(typed: Sequence[str]) -> int:
    skip = False
    for index, word in enumerate(typed):
        if skip:
            skip = False
        elif word in VALUED:
            skip = True
        elif not word.startswith("-"):
            return index
    return -1

"""The passphrase of a stack's secrets: the environment's as for the CLI, else one of this user's own, made once."""

from __future__ import annotations

import os
import secrets
import shlex
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from moorage.engine import files

VARIABLE = "PULUMI_CONFIG_PASSPHRASE"
FILE_VARIABLE = "PULUMI_CONFIG_PASSPHRASE_FILE"


class PassphraseError(Exception):
    """No passphrase can be had; the text is one line."""


@dataclass(frozen=True)
class Passphrase:
    """The passphrase and where it comes from; its text is in no repr."""

    value: str
    source: Literal["variable", "file", "own"]
    path: Path | None = None
    made: bool = False
    """It was made by this very call: the user is told, once, with `export`."""

    def __repr__(self) -> str:
        return f"Passphrase(source={self.source!r}, path={self.path!r}, made={self.made!r})"

    @property
    def export(self) -> str:
        """Return the shell line that gives plain `pulumi` the same passphrase; empty when it has it already."""
        return f"export {FILE_VARIABLE}={shlex.quote(str(self.path))}" if self.source == "own" else ""


def own_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where this user's own passphrase lies, outside any project."""
    configured = environment.get("XDG_CONFIG_HOME", "")
    root = Path(configured) if Path(configured).is_absolute() else Path.home() / ".config"
    return root / "moorage" / "passphrase"


def find(environment: Mapping[str, str] = os.environ, *, make: bool = True) -> Passphrase:
    """Return the passphrase, in the CLI's order: variable (even empty), file, then this user's own file.

    With `make`, the own file is made when it is missing (mode 0600); two processes at once agree on one.

    Raises:
        PassphraseError: A file cannot be read, is open to others, or is missing and may not be made.

    """
    if VARIABLE in environment:
        return Passphrase(environment[VARIABLE], "variable")
    if named := environment.get(FILE_VARIABLE):
        path = Path(named).absolute()
        return Passphrase(_read(path, FILE_VARIABLE), "file", path)
    path = own_path(environment)
    made = False
    if not path.exists():
        if not make:
            msg = f"no passphrase: set {VARIABLE} or {FILE_VARIABLE} to the one in use ({path} is missing)"
            raise PassphraseError(msg)
        try:
            made = files.create(path, secrets.token_urlsafe(32).encode() + b"\n")
        except OSError as error:
            msg = f"{path}: the passphrase cannot be stored: {(error.strerror or str(error)).lower()}"
            raise PassphraseError(msg) from error
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        msg = f"{path}: mode {mode:04o} lets others read the passphrase; run: chmod 600 {shlex.quote(str(path))}"
        raise PassphraseError(msg)
    return Passphrase(_read(path, "the passphrase"), "own", path, made)


def _read(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or str(error)).lower() if isinstance(error, OSError) else "not UTF-8 text"
        msg = f"{path}: {name} cannot be read: {reason}"
        raise PassphraseError(msg) from error

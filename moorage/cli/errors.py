"""What went wrong, as one line and an exit code. Codes are the Pulumi CLI's where it has one."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import click

FAILED = 1
INVALID = 2
STACK_NOT_FOUND = 6
CHANGES = 7
INTERRUPTED = 130


class Stop(Exception):  # noqa: N818 - it also ends a command that has failed in the open, without a message
    """Ends the command with `message` (empty: all is said already) and the exit code."""

    def __init__(self, message: str = "", code: int = FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True)
class Failure:
    """What the user gets."""

    message: str
    code: int


KNOWN = (
    ("components.core.errors", "SettingsError", INVALID),
    ("moorage.engine.project.project", "ProjectError", INVALID),
    ("moorage.engine.project.stackfile", "StackFileError", INVALID),
    ("moorage.engine.state.crypto", "CryptoError", INVALID),
    ("moorage.engine.state.passphrase", "PassphraseError", INVALID),
    ("moorage.engine.request", "RunError", INVALID),
    ("moorage.engine.project.document", "DocumentError", INVALID),
    ("moorage.engine.state.backend", "BackendError", INVALID),
    ("moorage.engine.state.store", "StateError", FAILED),
    ("moorage.engine.state.lock", "LockedError", FAILED),
    ("components.core.operations", "OperationError", FAILED),
    ("pulumi", "RunError", INVALID),
)
"""Errors that say all a user needs, by module: one that is not loaded cannot have raised."""


def explain(error: BaseException) -> Failure | None:
    """Return what to tell of `error`, None when it is a defect that should show its traceback."""
    match error:
        case Stop():
            return Failure(error.message, error.code)
        case click.exceptions.Exit():
            return Failure("", error.exit_code)
        case KeyboardInterrupt() | click.Abort():
            return Failure("interrupted", INTERRUPTED)
        case click.UsageError():
            return Failure(_usage(error), INVALID)
        case click.ClickException():
            return Failure(error.format_message(), error.exit_code)
        case OSError() if error.filename and error.strerror:
            return Failure(f"{error.filename}: {error.strerror.lower()}", FAILED)
        case _:
            return _known(error)


def _usage(error: click.UsageError) -> str:
    message = " ".join(error.format_message().split())
    message = message.replace(". Did you mean", "; did you mean").rstrip(".?")
    line = message[:1].lower() + message[1:]
    return f"{line}; see {error.ctx.command_path} --help" if error.ctx else line


def _known(error: BaseException) -> Failure | None:
    for module, name, code in KNOWN:
        kind = getattr(sys.modules.get(module), name, None)
        if kind is not None and isinstance(error, kind):
            return Failure(" ".join(str(error).split()), code)
    return None

"""Who runs a command: the Pulumi CLI when it is to, told where the stack, its state and its passphrase are."""

from __future__ import annotations

import difflib
import os
import pathlib
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager

import click

from moorage.cli import child, handover, output
from moorage.cli.errors import INVALID, Stop
from moorage.cli.session import KEY, Session
from moorage.engine.project.project import Project
from moorage.engine.project.stackfile import StackFile
from moorage.engine.state import backend, passphrase


def pulumi(session: Session) -> str:
    """Return the CLI's program when it is to run the command; empty when the embedded engine is.

    Raises:
        Stop: the command line has an option that only the CLI knows, and the CLI is not there.
    """
    _, program = handover.decide(session.engine, os.environ.get("PATH"))
    unknown: list[str] = click.get_current_context().meta.get(f"{KEY}unknown") or []
    if not program and unknown:
        raise Stop(_refused(unknown[0]), INVALID)
    return program


def _refused(word: str) -> str:
    """Return the line for an option or argument that only the CLI could have had a use for."""
    context = click.get_current_context()
    if not word.startswith("-"):
        return f"unexpected argument '{word}'; see {context.command_path} --help"
    known = [name for parameter in context.command.params for name in parameter.opts]
    near = difflib.get_close_matches(word.partition("=")[0], known, 1)
    hint = f"did you mean '{near[0]}'" if near else "the embedded engine does not have it"
    return f"no such option '{word}'; {hint}; see {context.command_path} --help"


def run(
    session: Session,
    program: str,
    project: Project,
    stack: str = "",
    *,
    file: StackFile | None = None,
    drop: Sequence[str] = (),
    secrets: bool = False,
) -> int:
    """Let the CLI run the command as it was typed, and return its exit code.

    With `file`, it works on a copy of the stack file if that holds no salt, since it would write one into it;
    `secrets` says that it encrypts, and needs a passphrase. `drop` are words to leave away.
    """
    around = surroundings(session, project, stack, secrets=secrets)
    with _config_file(session, file) as path:
        words = handover.arguments(session.arguments, path, drop)
        return child.run([program, *words], handover.environment(os.environ, around))


def surroundings(session: Session, project: Project, stack: str, *, secrets: bool) -> handover.Surroundings:
    """Return what the CLI is told: the same backend, stack and passphrase as the embedded engine uses."""
    try:
        folder = backend.open(project).folder
        url = f"file://{folder}" + ("" if folder.is_dir() else "?create_dir=true")
    except backend.BackendError:
        url = ""  # one that only the CLI has: it is named in the environment or the project, where it finds it
    return handover.Surroundings(url, "" if session.stack else stack, _passphrase(make=secrets))


def _passphrase(*, make: bool) -> str:
    try:
        found = passphrase.find(make=make)
    except passphrase.PassphraseError:
        if make:
            raise
        return ""
    announce(found)
    return str(found.path) if found.source == "own" and found.path else ""


def announce(found: passphrase.Passphrase) -> None:
    """Say once that a passphrase was made, and how plain `pulumi` gets it."""
    if found.made:
        output.note(
            f"made a passphrase for this user's secrets: {found.path}; keep it. For plain pulumi: {found.export}"
        )


@contextmanager
def _config_file(session: Session, file: StackFile | None) -> Generator[str]:
    if file is None or file.salt or not file.path.exists() or handover.saves(session.arguments):
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="moorage-") as folder:
        copy = pathlib.Path(folder) / file.path.name
        copy.write_bytes(file.path.read_bytes())
        yield str(copy)

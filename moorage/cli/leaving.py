"""The end of a stack: its state removed, and what stays named."""

from __future__ import annotations

import os

import click

from components.core.operations import Left, OperationError
from components.images import cache
from moorage.cli import child, dispatch, handover, output, staged, target
from moorage.cli.selection import Selection
from moorage.cli.session import Session
from moorage.engine.state import backend, passphrase


def forget(session: Session, program: str, chosen: Selection) -> int:
    """Have the Pulumi CLI remove the stack's state, history and backups; return its exit code.

    Its own `destroy --remove` would delete the stack file too.
    """
    around = dispatch.surroundings(session, chosen.project, "", secrets=True)
    words = ["stack", "rm", chosen.stack, "--yes", "--preserve-config", "--remove-backups", "--cwd", str(session.cwd)]
    return child.run([program, *words], handover.environment(os.environ, around))


def done(chosen: Selection, *, remove: bool, quiet: bool) -> None:
    """End a destruction by this engine: remove the stack's state, history and backups, or say how."""
    if remove:
        store = backend.open(chosen.project).stack(chosen.stack)
        with store.lock():
            store.remove(backups=True)
        output.note(f"Stack '{chosen.stack}' has been removed; its stack file {chosen.file.path.name} stays")
    elif not quiet:
        click.echo(
            "The resources in the stack have been deleted, but the history and configuration associated with the stack "
            "are still maintained. \nIf you want to remove the stack completely, run "
            f"`moorage stack rm {chosen.stack} --preserve-config`; without that option it deletes the stack file, too."
        )


def tell(chosen: Selection, *, removed: bool) -> None:
    """Name what a destroyed stack of ours leaves behind; with its state, its build contexts go too."""
    if not chosen.ours:
        return
    if removed:
        staged.remove(chosen)
    try:
        found = target.of(chosen)
        left = found.operations.left(found.settings, found.scope)
    except OperationError:
        left = Left()
    folder = cache.folder()
    own = passphrase.own_path()
    shared = [
        *left.shared,
        *([f"base images made here ({folder})"] if folder.is_dir() else []),
        *([f"this user's passphrase ({own})"] if own.exists() else []),
    ]
    for kept in left.kept:
        output.note(f"kept, as asked: {kept}")
    if shared:
        output.note(f"left for the next stack: {', '.join(shared)}")

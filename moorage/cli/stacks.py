"""Making, selecting and finding stacks."""

from __future__ import annotations

import os

from moorage.cli import dispatch, output, selection, workspace
from moorage.cli.selection import Selection
from moorage.engine.project.project import Project
from moorage.engine.state import backend, checkpoint, crypto, passphrase
from moorage.engine.state.store import Store


def keys(chosen: Selection | None = None) -> crypto.Keys:
    """Return the keys of this user's passphrase, which is looked for when the first one is needed.

    None is made for a stack that is there, or whose file holds secrets: those have one already.
    """

    def value() -> str:
        sealed = chosen is not None and (chosen.file.salt or backend.open(chosen.project).stack(chosen.stack).exists)
        found = passphrase.find(make=not sealed)
        dispatch.announce(found)
        return found.value

    return crypto.Keys(value)


def store(chosen: Selection, secret: crypto.Keys) -> Store:
    """Return the stack's store; a new state takes the salt of the stack file, if it has one."""
    return backend.open(chosen.project).stack(chosen.stack, secret, chosen.file.salt)


def create(chosen: Selection, secret: crypto.Keys | None = None) -> Store:
    """Make an empty stack, and say so."""
    made = store(chosen, secret or keys())
    made.save(checkpoint.Snapshot())
    output.note(f"Created stack '{chosen.stack}'")
    return made


def select(project: Project, stack: str) -> None:
    """Record `stack` (empty: none) as the selected one, for this command and the Pulumi CLI."""
    name = f"organization/{project.name}/{stack}" if stack else ""
    url = os.environ.get(backend.VARIABLE) or project.backend_url
    workspace.select(selection.record(project), url, name)

"""A change of the state by hand: shown, asked about, written under the stack's lock, with the way back named."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from moorage.cli import dispatch, output, selection, state
from moorage.cli.errors import FAILED, Stop
from moorage.cli.session import current
from moorage.engine.project import project
from moorage.engine.state import checkpoint
from moorage.engine.state.edit.rows import EditError, Row

Change = Callable[[list[Row]], list[Row]]
_SHOWN = 20
"""How many changed resources are listed."""


def perform(change: Change, done: str, *, yes: bool) -> None:
    """Have the Pulumi CLI or this engine change the rows of the session's stack; `done` is said at the end.

    Raises:
        Stop: the change cannot be made, or the user said no.
    """
    session = current()
    if program := dispatch.pulumi(session):
        here = project.find(session.cwd)
        click.get_current_context().exit(dispatch.run(session, program, here, selection.name(session, here)))
    found = state.find(session)
    with found.store.lock():
        document = found.store.document()
        before = checkpoint.rows(document)
        try:
            after = change(before)
        except EditError as error:
            raise Stop(str(error)) from error
        for line in difference(before, after):
            output.note(line)
        if after != before:
            if session.interactive and not yes:
                confirm()
            kept = found.store.put(checkpoint.amended(document, after))
            click.echo(done)
            undo(found.stack, kept)
        else:
            click.echo(done)


def confirm() -> None:
    """Ask, in the CLI's words.

    Raises:
        Stop: the answer is no.
    """
    if not click.confirm("warning: This command will edit your stack's state directly. Confirm?", default=False):
        message = "confirmation declined"
        raise Stop(message, FAILED)


def undo(stack: str, kept: Path) -> None:
    """Say how to get the state before back."""
    output.note(f"to undo this: moorage stack import --stack {stack} --file {shlex.quote(str(kept))}")


def difference(before: Sequence[Row], after: Sequence[Row]) -> Iterator[str]:
    """Yield a line for each resource that goes or changes, and one for those that are too many to list."""
    lines = [*_difference(before, after)]
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield f"  ... and {len(lines) - _SHOWN} more"


def _difference(before: Sequence[Row], after: Sequence[Row]) -> Iterator[str]:
    # edits keep the order; what goes leaves a gap
    rest = list(after)
    gone = len(before) - len(after)
    for old in before:
        new = rest[0] if rest and (not gone or _same(old, rest[0])) else None
        if new is None:
            gone -= 1
            yield f"  - {old['urn']}"
            continue
        rest.pop(0)
        changed = [name for name in ("protect", "taint") if old.get(name) != new.get(name)]
        if new["urn"] != old["urn"]:
            yield f"  ~ {old['urn']} => {new['urn']}"
        elif changed:
            words = ", ".join(f"{name}: {_flag(old, name)} => {_flag(new, name)}" for name in changed)
            yield f"  ~ {old['urn']} ({words})"


def _same(old: Row, new: Row) -> bool:
    return (old["urn"], old.get("id")) == (new["urn"], new.get("id"))


def _flag(row: Row, name: str) -> str:
    return "true" if row.get(name) else "false"

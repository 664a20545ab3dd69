"""`moorage stack export`: the state as JSON."""

from __future__ import annotations

import json
import os

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current


@click.command(cls=Command)
@options.stack
@click.option("--file", metavar="FILE", type=click.Path(dir_okay=False), help="Write there instead of printing.")
@options.secrets
@click.option("--version", type=click.IntRange(min=1), help="As that operation of `stack history` left it.")
@click.pass_context
def command(context: click.Context, *, file: str | None, show_secrets: bool, version: int | None) -> None:
    """Print a stack's state; secrets stay encrypted unless they are asked for."""
    from moorage.cli import dispatch, exported, selection, state
    from moorage.engine.project import project

    session = current()
    if program := dispatch.pulumi(session):
        found = project.find(session.cwd)
        context.exit(dispatch.run(session, program, found, selection.name(session, found)))
    store = state.find(session).store
    document = store.export(version or 0)
    if show_secrets:
        document = exported.reveal(document, store.crypter.decrypt)
    text = json.dumps(document, indent=4, ensure_ascii=False)
    if file:
        # A new file is this user's alone: it may hold secrets in clear.
        handle = os.open(session.cwd / file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(f"{text}\n")
    else:
        click.echo(text)

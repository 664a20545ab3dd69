"""`moorage stack export`: the state as JSON."""

from __future__ import annotations

import json
import pathlib

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current


@click.command(cls=Command)
@options.stack
@click.option("--file", metavar="FILE", type=click.Path(dir_okay=False), help="Write there instead of printing.")
@options.secrets
@click.pass_context
def command(context: click.Context, *, file: str | None, show_secrets: bool) -> None:
    """Print a stack's state; secrets stay encrypted unless they are asked for."""
    from moorage.cli import dispatch, exported, selection, state
    from moorage.engine import project

    session = current()
    if program := dispatch.pulumi(session):
        found = project.find(session.cwd)
        context.exit(dispatch.run(session, program, found, selection.name(session, found)))
    store = state.find(session).store
    document = store.export()
    if show_secrets:
        document = exported.reveal(document, store.crypter.decrypt)
    text = json.dumps(document, indent=4, ensure_ascii=False)
    if file:
        pathlib.Path(session.cwd, file).write_text(f"{text}\n", encoding="utf-8")
    else:
        click.echo(text)

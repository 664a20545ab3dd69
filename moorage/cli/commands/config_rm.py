"""`moorage config rm`: remove one value."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current


@click.command(cls=Command)
@options.stack
@options.config_file
@click.option("--path", is_flag=True, help="KEY holds a path into a map or list: names[0], outer.inner.")
@click.argument("key")
@click.pass_context
def command(context: click.Context, *, path: bool, key: str) -> None:
    """Remove one value from the stack file; its comments stay."""
    from moorage.cli import configsave, dispatch, selection

    session = current()
    chosen = selection.select(session)
    if program := dispatch.pulumi(session):
        context.exit(dispatch.run(session, program, chosen.project, chosen.stack))
    configsave.remove(chosen, key, path=path)

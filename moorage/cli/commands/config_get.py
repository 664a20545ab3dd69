"""`moorage config get`: one value."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.errors import Stop
from moorage.cli.session import current


@click.command(cls=Command)
@options.stack
@options.config_file
@options.json("Print JSON.")
@click.option("--path", is_flag=True, help="KEY holds a path into a map or list: names[0], outer.inner.")
@click.argument("key")
@click.pass_context
def command(context: click.Context, *, as_json: bool, path: bool, key: str) -> None:
    """Print one value; a secret is printed in clear."""
    from moorage.cli import configview, dispatch, output, selection
    from moorage.engine.project import configvalue

    session = current()
    chosen = selection.select(session)
    if program := dispatch.pulumi(session):
        context.exit(dispatch.run(session, program, chosen.project, chosen.stack, file=chosen.file))
    there, value = chosen.file.get(key, path=path)
    if not there:
        message = f"configuration key '{key}' not found for stack '{chosen.stack}'"
        raise Stop(message)
    decrypt = configview.decrypter(chosen) if configvalue.is_secret(value) else str
    text = configvalue.text(value, decrypt)
    if as_json:
        output.document(configview.entry(value, text, shown=True))
    else:
        click.echo(text)

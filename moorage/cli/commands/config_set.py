"""`moorage config set`: store one value, encrypted when it is a secret."""

from __future__ import annotations

import sys

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.errors import INVALID, Stop
from moorage.cli.session import Session, current

EXAMPLES = """
moorage config set --secret shop-token             asks for the value
moorage config set --secret shop-token < token     reads it
moorage config set --path moorage:workloads.web.expose.host_port 8081
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@click.option("--path", is_flag=True, help="KEY holds a path into a map or list: names[0], outer.inner.")
@click.option("--secret", is_flag=True, help="Encrypt the value.")
@click.option("--plaintext", is_flag=True, help="Store the value as it is, even where it looks like a secret.")
@click.option("--type", "kind", type=click.Choice(["string", "int", "bool", "float"]), help="What the value is.")
@click.option("--raw", is_flag=True, help="Keep the line break at the end of what is read.")
@click.argument("key")
@click.argument("value", required=False)
@click.pass_context
def command(
    context: click.Context,
    *,
    path: bool,
    secret: bool,
    plaintext: bool,
    kind: str | None,
    raw: bool,
    key: str,
    value: str | None,
) -> None:
    """Store one value in the stack file; its comments stay."""
    from moorage.cli import configsave, dispatch, selection

    session = current()
    if secret + plaintext + (kind is not None) > 1:
        message = "only one of --secret, --plaintext and --type may be given"
        raise Stop(message, INVALID)
    chosen = selection.select(session)
    if program := dispatch.pulumi(session):
        context.exit(dispatch.run(session, program, chosen.project, chosen.stack, secrets=secret))
    text = _value(session, secret=secret, raw=raw) if value is None else value
    configsave.save(chosen, key, text, path=path, secret=secret, kind=kind or "")


def _value(session: Session, *, secret: bool, raw: bool) -> str:
    if not sys.stdin.isatty():
        text = sys.stdin.read()
        return text if raw else text.removesuffix("\n").removesuffix("\r")
    if not session.interactive:
        message = "config value must be specified in non-interactive mode"
        raise Stop(message, INVALID)
    return click.prompt("value", hide_input=secret)

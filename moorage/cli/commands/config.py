"""`moorage config`: a stack's configuration, listed."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Group

EXAMPLES = """
moorage config                                        every value; secrets blinded
moorage config set --secret shop-token                ask for a secret and store it encrypted
moorage config set --path moorage:profile prod        one value, comments in the file kept
moorage config get moorage:profile
moorage config rm shop-token
"""


@click.command(
    cls=Group,
    invoke_without_command=True,
    modules={name: f"moorage.cli.commands.config_{name}" for name in ("get", "set", "rm")},
    aliases={"remove": "rm", "delete": "rm"},
    examples=EXAMPLES,
)
@options.stack
@options.config_file
@options.json("Print JSON.")
@options.secrets
@click.pass_context
def command(context: click.Context, *, as_json: bool, show_secrets: bool) -> None:
    """List a stack's configuration; set, get and remove values."""
    if context.invoked_subcommand is not None:
        return
    from moorage.cli import configview, dispatch, selection
    from moorage.cli.session import current

    session = current()
    chosen = selection.select(session)
    if program := dispatch.pulumi(session):
        context.exit(dispatch.run(session, program, chosen.project, chosen.stack, file=chosen.file))
    configview.show(chosen, as_json=as_json, show_secrets=show_secrets)

"""`moorage stack`: the stacks of a project and what their state says."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Group

EXAMPLES = """
moorage stack                            what the selected stack holds
moorage stack ls --json                  all stacks, for machines
moorage stack select dev                 work on dev from now on; pulumi does too
moorage stack output web --json          one output
moorage stack export --stack dev         the state, secrets encrypted
"""

NAMES = ("ls", "output", "history", "export", "import", "init", "select", "unselect", "rename", "rm")


@click.command(
    cls=Group,
    invoke_without_command=True,
    modules={name: f"moorage.cli.commands.stack_{name}" for name in NAMES},
    aliases={"list": "ls", "remove": "rm", "delete": "rm", "new": "init", "hist": "history"},
    examples=EXAMPLES,
)
@options.stack
@options.secrets
@click.option("--show-ids", "-i", is_flag=True, help="Show each resource's ID.")
@click.option("--show-urns", "-u", is_flag=True, help="Show each resource's URN.")
@click.option("--show-name", is_flag=True, help="Show the stack's name, and nothing else.")
@click.pass_context
def command(context: click.Context, *, show_secrets: bool, show_ids: bool, show_urns: bool, show_name: bool) -> None:
    """Show a stack's state; list, select, export, import, rename and remove stacks."""
    if context.invoked_subcommand is not None:
        return
    from moorage.cli import stackview

    context.exit(stackview.show(show_secrets=show_secrets, show_ids=show_ids, show_urns=show_urns, name_only=show_name))

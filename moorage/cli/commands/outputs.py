"""`moorage outputs`: the same as `moorage stack output`."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.commands import stack_output

EXAMPLES = """
moorage outputs                          a table
moorage outputs --stack dev --json       {"web": {"url": "http://127.0.0.1:8080"}}
moorage outputs web                      one output
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.json("Print JSON.")
@click.option("--shell", is_flag=True, help="Print assignments for a shell.")
@options.secrets
@click.argument("name", metavar="[NAME]", required=False)
@click.pass_context
def command(context: click.Context, *, as_json: bool, shell: bool, show_secrets: bool, name: str | None) -> None:
    """Show what a stack exports: the URLs of its workloads."""
    context.exit(stack_output.run(as_json=as_json, shell=shell, show_secrets=show_secrets, name=name))

"""`moorage exec`: a command inside a workload."""

from __future__ import annotations

import sys

import click

from moorage.cli import names, options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage exec web -- python -V
moorage exec web/2 -- python -V                          in its second replica
moorage exec database -- psql -U shop shop
echo 'select 1' | moorage exec database -- psql -U shop shop
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@click.option("--no-tty", "-T", is_flag=True, help="No terminal, even where there is one.")
@click.argument("workload", shell_complete=names.workloads)
@click.argument("argv", metavar="-- COMMAND...", nargs=-1, required=True, type=click.UNPROCESSED)
@click.pass_context
def command(context: click.Context, *, no_tty: bool, workload: str, argv: tuple[str, ...]) -> None:
    """Run a command inside a workload, as its own user; the exit code is the command's."""
    from moorage.cli import selection, target

    chosen = selection.ours(current())
    found = target.of(chosen)
    name, number = target.replica(chosen, workload)
    terminal = not no_tty and sys.stdin.isatty() and sys.stdout.isatty()
    connection = found.operations.connect(found.settings)
    context.exit(connection.execute(found.scope, name, number, argv, terminal=terminal))

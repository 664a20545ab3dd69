"""`moorage logs`: what workloads say."""

from __future__ import annotations

import sys

import click

from moorage.cli import names, options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage logs                       all workloads, in the order of time
moorage logs web --tail 50         the last lines of one
moorage logs web --follow          as they come, until interrupted
"""

COLOURS = ("cyan", "magenta", "green", "yellow", "blue")


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@click.option("--follow", "-f", is_flag=True, help="Go on as lines come, until interrupted.")
@click.option("--tail", "-n", type=click.IntRange(min=0), metavar="N", help="The last N lines of each; default: all.")
@click.option("--timestamps", "-t", is_flag=True, help="Put the time before each line.")
@click.argument("workload", required=False, shell_complete=names.workloads)
def command(*, follow: bool, tail: int | None, timestamps: bool, workload: str | None) -> None:
    """Show the log of one workload, or of all of them."""
    from moorage.cli import selection, target

    chosen = selection.ours(current())
    found = target.of(chosen)
    if workload:
        target.workload(chosen, workload)
    connection = found.operations.connect(found.settings)
    listed = chosen.names("workloads")
    width = max(map(len, listed), default=0)
    plain = not sys.stdout.isatty()
    for line in connection.logs(found.scope, workload or "", tail=tail, follow=follow):
        lead = f"{line.time} " if timestamps else ""
        if not workload:
            name = f"{line.workload:<{width}} | "
            colour = COLOURS[listed.index(line.workload) % len(COLOURS)] if line.workload in listed else None
            lead = (name if plain else click.style(name, fg=colour)) + lead
        sys.stdout.buffer.write(lead.encode() + line.text + b"\n")
        sys.stdout.buffer.flush()

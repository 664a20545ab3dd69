"""`moorage logs`: what workloads say."""

from __future__ import annotations

import sys

import click

from moorage.cli import names, options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage logs                       all workloads, in the order of time
moorage logs web --tail 50         the last lines of each replica of one
moorage logs web/2 --raw           of its second replica, and nothing before each line
moorage logs web --follow          as they come, across updates, until interrupted
moorage logs --proxy               what the proxies and edges say, too
"""

COLOURS = ("cyan", "magenta", "green", "yellow", "blue")
MILLISECONDS = len("2026-01-01T00:00:00.000")


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@click.option("--follow", "-f", is_flag=True, help="Go on as lines come, across updates, until interrupted.")
@click.option("--tail", "-n", type=click.IntRange(min=0), metavar="N", help="The last N lines of each; default: all.")
@click.option("--raw", is_flag=True, help="The lines alone, without time and workload before them.")
@click.option("--proxy", is_flag=True, help="Those of proxies and edges, too.")
@click.argument("workload", required=False, shell_complete=names.workloads)
def command(*, follow: bool, tail: int | None, raw: bool, proxy: bool, workload: str | None) -> None:
    """Show the log of one workload, or of all of them: time, workload, line."""
    from components.core.operations import Followed
    from moorage.cli import selection, target

    chosen = selection.ours(current())
    found = target.of(chosen)
    name, number = target.replica(chosen, workload) if workload else ("", 0)
    connection = found.operations.connect(found.settings)
    listed = [name] if name else chosen.names("workloads")
    width = max(map(len, listed), default=0)
    plain = not sys.stdout.isatty()
    for line in connection.logs(found.scope, Followed(name, number, proxy), tail=tail, follow=follow):
        lead = b""
        if not raw:
            who = f"{line.workload}/{line.replica}" if line.replica else line.workload
            colour = COLOURS[listed.index(line.workload) % len(COLOURS)] if line.workload in listed else None
            shown = f"{who:<{width}} |"
            lead = f"{line.time[:MILLISECONDS]}Z {shown if plain else click.style(shown, fg=colour)} ".encode()
        sys.stdout.buffer.write(lead + line.text + b"\n")
        sys.stdout.buffer.flush()

"""`moorage status`: every workload as it is now."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage status
moorage status --json | jq '.[] | select(.health != "healthy")'
"""

COLOURS = {"running": "green", "healthy": "green", "starting": "yellow", "unhealthy": "red", "restarting": "red"}


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@options.json("Print JSON.")
def command(*, as_json: bool) -> None:
    """Show each workload's state, health, image, uptime and URL."""
    from moorage.cli import ages, output, selection, workloads

    rows = workloads.rows(selection.ours(current()))
    if as_json:
        output.document(rows)
        return
    cells = [
        (
            row["workload"],
            _coloured(row["state"]),
            _coloured(row["health"] or "-"),
            row["image"] or "-",
            ages.span(row["started"]) if row["state"] == "running" else "-",
            row["url"] or "-",
        )
        for row in rows
    ]
    output.table(["WORKLOAD", "STATE", "HEALTH", "IMAGE", "UPTIME", "URL"], cells)


def _coloured(word: str) -> str:
    failed = word.startswith("exited (") and word != "exited (0)"
    return click.style(word, fg="red" if failed else COLOURS.get(word))

"""`moorage status`: every workload as it is now."""

from __future__ import annotations

from typing import Any

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage status
moorage status --json | jq '.[] | select(.health != "healthy")'
"""

COLOURS = {"running": "green", "healthy": "green", "starting": "yellow", "unhealthy": "red", "restarting": "red"}
HEAD = ["WORKLOAD", "STATE", "HEALTH", "REPLICAS", "RESTARTS", "UPTIME", "DEPLOYED", "IMAGE", "URL"]


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@options.json("Print JSON.")
def command(*, as_json: bool) -> None:
    """Show each workload's version, state, health, restarts, since when, and URL; and what a failed update has left."""
    from moorage.cli import output, selection, workloads

    chosen = selection.ours(current())
    rows = workloads.rows(chosen)
    if as_json:
        output.document(rows)
        return
    output.table(HEAD, [_cells(row) for row in rows])
    for row in rows:
        if row["left"]:
            names = ", ".join(row["left"])
            click.echo(
                f"{row['workload']}: stopped, left by an update that did not end: {names}; the next up removes it"
            )
    if line := workloads.last_update(chosen):
        click.echo(line)


def _cells(row: dict[str, Any]) -> list[str]:
    from moorage.cli import ages

    return [
        row["workload"],
        _coloured(row["state"]),
        _coloured(row["health"] or "-"),
        f"{row['running']}/{row['replicas']}" if row["replicas"] else "-",
        str(row["restarts"]) if row["replicas"] else "-",
        ages.span(row["started"]) if row["state"] == "running" else "-",
        ages.ago(row["deployed"]) if row["deployed"] else "-",
        row["image"] or "-",
        row["url"] or "-",
    ]


def _coloured(word: str) -> str:
    failed = word.startswith("exited (") and word != "exited (0)"
    return click.style(word, fg="red" if failed else COLOURS.get(word))

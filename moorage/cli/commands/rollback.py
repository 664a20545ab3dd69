"""`moorage rollback`: back to the version before."""

from __future__ import annotations

import click

from moorage.cli import names, options
from moorage.cli.command import Command

EXAMPLES = """
moorage rollback web               preview, ask, return web to the version before this one
moorage rollback web --preview-only
moorage rollback                   every workload; jobs are not undone
moorage rollback web --to 3        to what update 3 deployed (moorage stack history)
moorage rollback web               again: undoes the first
moorage up                         forward again, to what the stack file says
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@options.yes("Go back without asking.")
@click.option("--to", type=click.IntRange(min=1), metavar="N", help="The update to return to; default: the last other.")
@click.option("--preview-only", is_flag=True, help="Show what would change, and change nothing.")
@options.diff
@options.json("Print what changes as one JSON document, then what up --json prints.")
@click.argument("workload", required=False, shell_complete=names.workloads)
@click.pass_context
def command(
    context: click.Context,
    *,
    yes: bool,
    to: int | None,
    preview_only: bool,
    diff: bool,
    as_json: bool,
    workload: str | None,
) -> None:
    """Return a workload to the image and settings of the update before, or all of them: nothing is built.

    Only updates that succeeded count. Data, secrets and what jobs did stay as they are.
    """
    from moorage.cli.rollback import run
    from moorage.cli.wishes import Wishes

    wishes = Wishes(yes=yes, preview_only=preview_only, diff=diff, as_json=as_json)
    context.exit(run.run(workload or "", to, wishes))

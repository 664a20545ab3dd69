"""`moorage destroy`: remove everything that a stack created."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import DeployCommand

EXAMPLES = """
moorage destroy                     preview, ask, remove; what stays is named
moorage destroy --yes --remove      and forget the stack's state and history
"""


@click.command(cls=DeployCommand, examples=EXAMPLES)
@options.stack
@options.config_file
@options.yes("Remove without asking.")
@click.option("--preview-only", is_flag=True, help="Show what would be removed, and remove nothing.")
@click.option("--skip-preview", "-f", is_flag=True, help="Remove without a preview, and without asking.")
@click.option(
    "--remove",
    is_flag=True,
    help="Then remove the stack's state, history and backups too. Its stack file stays (pulumi would delete it).",
)
@options.diff
@options.json("Print the preview as one JSON document, then one line per event.")
@options.refresh
@options.parallel
@options.message
@click.pass_context
def command(
    context: click.Context,
    *,
    yes: bool,
    preview_only: bool,
    skip_preview: bool,
    remove: bool,
    diff: bool,
    as_json: bool,
    refresh: bool,
    parallel: int,
    message: str,
) -> None:
    """Remove everything that the stack created, dependents first; what was marked to be kept stays."""
    from moorage.cli import deployment
    from moorage.cli.wishes import Wishes

    wishes = Wishes(
        yes=yes or skip_preview,
        preview_only=preview_only,
        skip_preview=skip_preview,
        remove=remove,
        diff=diff,
        as_json=as_json,
        refresh=refresh,
        parallel=parallel,
        message=message,
    )
    context.exit(deployment.destroy(wishes))

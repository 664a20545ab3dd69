"""`moorage refresh`: bring the state to what is really there."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import DeployCommand

EXAMPLES = """
moorage refresh                     preview, ask, record what is really there
moorage refresh --preview-only      what was changed behind the stack's back
"""


@click.command(cls=DeployCommand, examples=EXAMPLES)
@options.stack
@options.config_file
@options.yes("Record without asking.")
@click.option("--preview-only", is_flag=True, help="Show what would be recorded, and record nothing.")
@click.option("--skip-preview", "-f", is_flag=True, help="Record without a preview, and without asking.")
@click.option(
    "--clear-pending-creates",
    is_flag=True,
    help="Forget what a killed run may have created: you have looked, and removed what was there.",
)
@options.diff
@options.json("Print the preview as one JSON document, then one line per event.")
@options.parallel
@options.expect_no_changes
@options.message
@click.pass_context
def command(
    context: click.Context,
    *,
    yes: bool,
    preview_only: bool,
    skip_preview: bool,
    clear_pending_creates: bool,
    diff: bool,
    as_json: bool,
    parallel: int,
    expect_no_changes: bool,
    message: str,
) -> None:
    """Record what is really there. No resource is changed, only the stack's state."""
    from moorage.cli import deployment
    from moorage.cli.wishes import Wishes

    wishes = Wishes(
        yes=yes or skip_preview,
        preview_only=preview_only,
        skip_preview=skip_preview,
        clear_pending_creates=clear_pending_creates,
        diff=diff,
        as_json=as_json,
        parallel=parallel,
        expect_no_changes=expect_no_changes,
        message=message,
    )
    context.exit(deployment.refresh(wishes))

"""`moorage refresh`: bring the state to what is really there."""

from __future__ import annotations

from typing import Any

import click

from moorage.cli import options
from moorage.cli.command import DeployCommand

EXAMPLES = """
moorage refresh                     preview, ask, record what is really there
moorage refresh --target URN        look at one resource only
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
@click.option(
    "--import-pending-creates",
    nargs=2,
    multiple=True,
    metavar="URN ID",
    help="What a killed run was creating as URN exists, with this id: you have looked.",
)
@click.option("--skip-pending-creates", is_flag=True, help="Decide nothing about them (what happens anyway).")
@options.diff
@options.json("Print the preview as one JSON document, then one line per event.")
@options.event_log
@options.parallel
@options.targets
@options.expect_no_changes
@options.looks
@options.message
@click.pass_context
def command(context: click.Context, **wished: Any) -> None:
    """Record what is really there. No resource is changed, only the stack's state."""
    from moorage.cli import deployment
    from moorage.cli.wishes import Wishes

    context.exit(deployment.refresh(Wishes(**wished)))

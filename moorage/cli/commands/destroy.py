"""`moorage destroy`: remove everything that a stack created."""

from __future__ import annotations

from typing import Any

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
@options.event_log
@options.refresh
@options.parallel
@options.targets
@click.option("--exclude-protected", is_flag=True, help="Leave protected resources, and what they need.")
@click.option("--continue-on-error", is_flag=True, help="Go on with what does not depend on what failed.")
@options.looks
@options.message
@click.pass_context
def command(context: click.Context, **wished: Any) -> None:
    """Remove everything that the stack created, dependents first; what was marked to be kept stays."""
    from moorage.cli import deployment
    from moorage.cli.wishes import Wishes

    context.exit(deployment.destroy(Wishes(**wished)))

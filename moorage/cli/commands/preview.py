"""`moorage preview`: what `up` would do."""

from __future__ import annotations

from typing import Any

import click

from moorage.cli import options
from moorage.cli.command import DeployCommand

EXAMPLES = """
moorage preview                          the resources that would change
moorage preview --diff                   every property that would
moorage preview --json | jq .changeSummary
moorage preview --expect-no-changes      exit 7 if there is anything to do
"""


@click.command(cls=DeployCommand, examples=EXAMPLES)
@options.stack
@options.config_file
@options.diff
@options.json("Print one JSON document: every step, the messages, a summary.")
@options.event_log
@options.refresh
@options.parallel
@options.targets
@options.replaces
@options.expect_no_changes
@options.looks
@options.message
@click.pass_context
def command(context: click.Context, **wished: Any) -> None:
    """Show what up would create, change and delete. The first one also records what the images stand on."""
    from moorage.cli import deployment
    from moorage.cli.wishes import Wishes

    context.exit(deployment.preview(Wishes(**wished)))

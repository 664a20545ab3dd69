"""`moorage up`: bring a stack to what its file says."""

from __future__ import annotations

from typing import Any

import click

from moorage.cli import options
from moorage.cli.command import DeployCommand

EXAMPLES = """
moorage up                     preview, ask, deploy, print the URLs
moorage up --yes               do not ask
moorage up --stack prod        another stack
moorage up --yes --json        one JSON line per event, for machines
moorage up --target URN        one resource, and nothing else (--target-dependents: what depends on it, too)
moorage up --yes --refresh     look first what was changed behind its back
"""


@click.command(cls=DeployCommand, examples=EXAMPLES)
@options.stack
@options.config_file
@options.yes("Deploy without asking.")
@click.option("--skip-preview", "-f", is_flag=True, help="Deploy without a preview, and without asking.")
@options.diff
@options.json("Print the preview as one JSON document, then one line per event.")
@options.event_log
@options.refresh
@options.parallel
@options.targets
@options.replaces
@options.expect_no_changes
@click.option("--continue-on-error", is_flag=True, help="Go on with what does not depend on what failed.")
@options.looks
@options.message
@click.pass_context
def command(context: click.Context, **wished: Any) -> None:
    """Create, change and delete until everything is as the stack file says."""
    from moorage.cli import deployment
    from moorage.cli.wishes import Wishes

    context.exit(deployment.up(Wishes(**wished)))

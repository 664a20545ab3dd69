"""`moorage up`: bring a stack to what its file says."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import DeployCommand

EXAMPLES = """
moorage up                     preview, ask, deploy, print the URLs
moorage up --yes               do not ask
moorage up --stack prod        another stack
moorage up --yes --json        one JSON line per event, for machines
moorage up --yes --refresh     look first what was changed behind its back
"""


@click.command(cls=DeployCommand, examples=EXAMPLES)
@options.stack
@options.config_file
@options.yes("Deploy without asking.")
@click.option("--skip-preview", "-f", is_flag=True, help="Deploy without a preview, and without asking.")
@options.diff
@options.json("Print the preview as one JSON document, then one line per event.")
@options.refresh
@options.parallel
@options.expect_no_changes
@click.option("--continue-on-error", is_flag=True, help="Go on with what does not depend on what failed.")
@options.message
@click.pass_context
def command(
    context: click.Context,
    *,
    yes: bool,
    skip_preview: bool,
    diff: bool,
    as_json: bool,
    refresh: bool,
    parallel: int,
    expect_no_changes: bool,
    continue_on_error: bool,
    message: str,
) -> None:
    """Create, change and delete until everything is as the stack file says."""
    from moorage.cli import deployment
    from moorage.cli.wishes import Wishes

    wishes = Wishes(
        yes=yes or skip_preview,
        skip_preview=skip_preview,
        diff=diff,
        as_json=as_json,
        refresh=refresh,
        parallel=parallel,
        expect_no_changes=expect_no_changes,
        continue_on_error=continue_on_error,
        message=message,
    )
    context.exit(deployment.up(wishes))

"""`moorage preview`: what `up` would do."""

from __future__ import annotations

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
@options.refresh
@options.parallel
@options.expect_no_changes
@options.message
@click.pass_context
def command(
    context: click.Context,
    *,
    diff: bool,
    as_json: bool,
    refresh: bool,
    parallel: int,
    expect_no_changes: bool,
    message: str,
) -> None:
    """Show what up would create, change and delete. The first one also records what the images stand on."""
    from moorage.cli import deployment
    from moorage.cli.wishes import Wishes

    wishes = Wishes(
        diff=diff,
        as_json=as_json,
        refresh=refresh,
        parallel=parallel,
        expect_no_changes=expect_no_changes,
        message=message,
    )
    context.exit(deployment.preview(wishes))

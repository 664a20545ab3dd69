"""`moorage images scan`: what a scanner on this machine finds in an image that was deployed."""

from __future__ import annotations

import click

from moorage.cli import names, options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage images scan shop                      the scanner's own table
moorage images scan shop --fail-on high       exit 1 if anything is high or critical
moorage images scan shop --json               the scanner's report, with the count of each severity
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@click.option(
    "--fail-on",
    type=click.Choice(["low", "medium", "high", "critical"]),
    help="Exit with 1 when there is a finding as bad as this, or worse.",
)
@options.json("Print the scanner's report as JSON, with scanner, image and counts.")
@click.argument("image", shell_complete=names.images)
@click.pass_context
def command(context: click.Context, *, image: str, fail_on: str | None, as_json: bool) -> None:
    """Look for known vulnerabilities in an image as it was last deployed, with trivy or grype."""
    from moorage.cli import scanning, selection

    context.exit(scanning.scan(selection.ours(current()), image, fail_on, as_json=as_json))

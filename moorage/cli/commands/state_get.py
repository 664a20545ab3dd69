"""`moorage state get`: what the state records of one resource."""

from __future__ import annotations

import click

from moorage.cli import names, options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage state get pet                                               by its name, when only one has it
moorage state get urn:pulumi:dev::shop::random:index/randomPet:RandomPet::pet --output json
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@click.option(
    "--output", "format_", type=click.Choice(["default", "json"]), default="default", help="For people or machines."
)
@options.secrets
@click.argument("resource", metavar="RESOURCE", shell_complete=names.urns)
@click.pass_context
def command(context: click.Context, *, format_: str, show_secrets: bool, resource: str) -> None:
    """Show a resource's URN, ID, inputs and outputs, by its URN or its name."""
    from moorage.cli import dispatch, output, resourceview, selection, state
    from moorage.engine.project import project

    session = current()
    if program := dispatch.pulumi(session):
        here = project.find(session.cwd)
        context.exit(dispatch.run(session, program, here, selection.name(session, here)))
    shown = resourceview.of(state.find(session).store, resource, show_secrets=show_secrets)
    if format_ == "json":
        output.document(shown)
    else:
        for line in resourceview.lines(shown):
            click.echo(line)

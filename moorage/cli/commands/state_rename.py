"""`moorage state rename`: give a resource another name."""

from __future__ import annotations

import click

from moorage.cli import names, options
from moorage.cli.command import Command

EXAMPLES = """
moorage state rename urn:pulumi:dev::shop::random:index/randomPet:RandomPet::pet mascot
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.yes("Do not ask.")
@click.argument("urn", metavar="RESOURCE-URN", shell_complete=names.urns)
@click.argument("name", metavar="NEW-NAME")
def command(*, yes: bool, urn: str, name: str) -> None:
    """Rename a resource in the state, as the program will name it from now on."""
    from moorage.cli import stateedit
    from moorage.engine.state.edit import rename

    stateedit.perform(lambda rows: rename.resource(rows, urn, name), "Resource renamed", yes=yes)

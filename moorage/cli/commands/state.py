"""`moorage state`: look into a stack's state and edit it by hand."""

from __future__ import annotations

import click

from moorage.cli.command import Group

EXAMPLES = """
moorage stack --show-urns                                           the URNs of a stack's resources
moorage state get urn:pulumi:dev::shop::random:index/randomPet:RandomPet::pet
moorage state remove --target-dependents urn:pulumi:dev::shop::a:b:C::gone
moorage state unprotect --all
moorage state repair                                                after an error that names it
"""

NAMES = ("get", "remove", "rename", "protect", "unprotect", "taint", "untaint", "repair")


@click.command(
    cls=Group,
    modules={name: f"moorage.cli.commands.state_{name}" for name in NAMES},
    aliases={"delete": "remove", "rm": "remove"},
    examples=EXAMPLES,
)
def command() -> None:
    """Show and edit what the state records of single resources. The resources themselves stay as they are."""

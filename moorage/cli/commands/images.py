"""`moorage images`: what the stack's images stand on, as it was decided."""

from __future__ import annotations

import click

from moorage.cli.command import Group

EXAMPLES = """
moorage images ls                     every image, its kind and its bases
moorage images lock                   decide the bases that are not recorded yet
moorage images lock --refresh         ask for newer ones, show what moved
moorage images outdated               what is behind; changes nothing
moorage images dockerfile shop        the file that builds an image
moorage images explain shop           why each line of it is there
"""


@click.command(
    cls=Group,
    modules={
        name: f"moorage.cli.commands.images_{name}" for name in ("ls", "lock", "outdated", "dockerfile", "explain")
    },
    aliases={"list": "ls"},
    examples=EXAMPLES,
)
def command() -> None:
    """List a stack's images, decide their bases."""

"""`moorage images`: what the stack's images stand on, as it was decided."""

from __future__ import annotations

import click

from moorage.cli.command import Group

EXAMPLES = """
moorage images ls                     every image: its bases, what was deployed, what changed
moorage images lock                   decide the bases that are not recorded yet
moorage images lock --refresh         ask for newer ones, show what moved
moorage images outdated               what is behind; changes nothing
moorage images dockerfile shop        the file that builds an image
moorage images explain shop           why each line of it is there
moorage images scan shop              what an installed scanner finds in it
moorage images prune                  remove what nobody needs any more
"""

IMAGES = ("ls", "lock", "outdated", "dockerfile", "explain", "scan", "prune")


@click.command(
    cls=Group,
    modules={name: f"moorage.cli.commands.images_{name}" for name in IMAGES},
    aliases={"list": "ls"},
    examples=EXAMPLES,
)
def command() -> None:
    """List a stack's images, decide their bases, scan them, clear up."""

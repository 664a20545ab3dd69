"""`moorage stack unselect`: no stack is the selected one any more."""

from __future__ import annotations

import click

from moorage.cli.command import Command
from moorage.cli.session import current


@click.command(cls=Command)
def command() -> None:
    """Forget which stack is selected, for moorage and for pulumi."""
    from moorage.cli import stacks
    from moorage.engine.project import project

    stacks.select(project.find(current().cwd), "")
    click.echo("Stack was unselected")

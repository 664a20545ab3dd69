"""`moorage stack init`: an empty stack."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.errors import INVALID, Stop
from moorage.cli.session import current


@click.command(cls=Command)
@options.stack
@click.option("--no-select", is_flag=True, help="Do not select the new stack.")
@click.argument("name", metavar="[STACK-NAME]", required=False)
@click.pass_context
def command(context: click.Context, *, no_select: bool, name: str | None) -> None:
    """Make an empty stack. `moorage up` does so itself when the stack has a stack file."""
    from moorage.cli import dispatch, selection, stacks
    from moorage.engine.project import project
    from moorage.engine.state import backend

    session = current()
    found = project.find(session.cwd)
    if name and session.stack:
        message = "only one of --stack or argument stack name may be specified, not both"
        raise Stop(message, INVALID)
    given = name or session.stack
    if not given:
        message = "missing argument: the new stack's name; moorage stack init NAME"
        raise Stop(message, INVALID)
    stack = selection.short(found, given)
    if program := dispatch.pulumi(session):
        context.exit(dispatch.run(session, program, found, secrets=True))
    place = backend.open(found)
    if place.stack(stack).exists:
        message = f"stack '{stack}' already exists"
        raise Stop(message)
    stacks.create(selection.of(session, found, stack))
    if not no_select:
        stacks.select(found, stack)

"""`moorage stack select`: the stack that commands work on when none is named."""

from __future__ import annotations

import click

from moorage.cli import names, options
from moorage.cli.command import Command
from moorage.cli.errors import INVALID, Stop
from moorage.cli.session import current


@click.command(cls=Command)
@options.stack
@click.option("--create", "-c", is_flag=True, help="Make the stack if it does not exist.")
@click.argument("name", metavar="[STACK-NAME]", required=False, shell_complete=names.stacks)
@click.pass_context
def command(context: click.Context, *, create: bool, name: str | None) -> None:
    """Select a stack, for moorage and for pulumi."""
    from moorage.cli import dispatch, selection, stacks
    from moorage.engine.project import project
    from moorage.engine.state import backend

    session = current()
    found = project.find(session.cwd)
    given = name or session.stack
    try:
        place = backend.open(found)
    except backend.BackendError:
        if not (program := dispatch.pulumi(session)):
            raise
        context.exit(dispatch.run(session, program, found))
    known = sorted({*(entry.name for entry in place.stacks()), *selection.file_names(found)})
    if not given:
        if not session.interactive or not known:
            message = f"name the stack to select (there are {', '.join(known) or 'none'})"
            raise Stop(message, INVALID)
        given = click.prompt("Please choose a stack", type=click.Choice(known), default=known[0])
    stack = selection.short(found, given)
    if not place.stack(stack).exists:
        if create:
            stacks.create(selection.of(session, found, stack))
        elif stack not in known:
            raise selection.not_found(stack, known)
    stacks.select(found, stack)

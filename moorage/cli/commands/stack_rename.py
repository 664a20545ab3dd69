"""`moorage stack rename`: give a stack another name."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.errors import Stop
from moorage.cli.session import current

EXAMPLES = """
moorage stack rename test                  the selected stack
moorage stack rename test --stack dev
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@click.argument("new_name", metavar="NEW-STACK-NAME")
@click.pass_context
def command(context: click.Context, *, new_name: str) -> None:
    """Rename a stack: its state, history and stack file. What is named after the stack is replaced by the next up."""
    from moorage.cli import dispatch, selection, stacks, state
    from moorage.engine.project import project
    from moorage.engine.state import exchange

    session = current()
    if program := dispatch.pulumi(session):
        here = project.find(session.cwd)
        context.exit(dispatch.run(session, program, here, selection.name(session, here)))
    found = state.find(session)
    target = selection.short(found.project, new_name)
    before, now = found.project.stack_path(found.stack), found.project.stack_path(target)
    if now.exists():
        message = f"{now.name} exists already: it would be the renamed stack's"
        raise Stop(message)
    with found.store.lock():
        exchange.move(found.store, found.backend.stack(target))
    if before.exists():
        before.rename(now)
    stacks.select(found.project, target)
    click.echo(f"Renamed {found.stack} to {target}")

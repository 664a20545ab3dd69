"""`moorage cancel`: take the lock off a stack whose run was killed."""

from __future__ import annotations

import click

from moorage.cli import names, options
from moorage.cli.command import Command
from moorage.cli.errors import INVALID, Stop
from moorage.cli.session import current


@click.command(cls=Command)
@options.stack
@options.yes("Do not ask.")
@click.option("--force", is_flag=True, help="Even if a run goes on: what it makes after that is recorded nowhere.")
@click.argument("name", metavar="[STACK-NAME]", required=False, shell_complete=names.stacks)
@click.pass_context
def command(context: click.Context, *, yes: bool, force: bool, name: str | None) -> None:
    """Remove a stack's lock, and record what a killed run did. Only safe when nothing works on the stack any more."""
    import dataclasses

    from moorage.cli import dispatch, output, selection, state
    from moorage.engine.project import project
    from moorage.engine.state import backend

    session = current()
    if name and session.stack:
        message = "only one of --stack or argument stack name may be specified, not both"
        raise Stop(message, INVALID)
    session = dataclasses.replace(session, stack=name or session.stack)
    try:
        # not handed over: only this engine can take in what its own killed run has left
        found = state.find(session)
    except backend.BackendError:
        if not (program := dispatch.pulumi(session)):
            raise
        here = project.find(session.cwd)
        context.exit(dispatch.run(session, program, here, selection.name(session, here)))
    living = found.store.running()
    if living and not force:
        message = (
            f"{living[0].text} still works on stack '{found.stack}'; end it with Ctrl-C or SIGINT, or give --force"
        )
        raise Stop(message)
    if session.interactive and not yes:
        click.echo(f"This will irreversibly cancel the currently running update for '{found.stack}'!")
        if click.prompt(f"Please confirm that this is what you'd like to do by typing `{found.stack}`") != found.stack:
            message = "confirmation declined"
            raise Stop(message)
    removed = found.store.cancel()
    for each in removed:
        output.note(f"removed the lock of {each.text}")
    settled = False
    if all(each.dead for each in removed):
        with found.store.lock():
            settled = found.store.settle()
    if settled:
        output.note("recorded in the state what the killed run had done; the next run says what is not known")
    if removed:
        click.echo(f"The currently running update for '{found.stack}' has been canceled!")
    elif not settled:
        click.echo(f"Stack '{found.stack}' is not locked: there was nothing to cancel")

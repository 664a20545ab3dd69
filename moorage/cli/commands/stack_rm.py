"""`moorage stack rm`: forget a stack."""

from __future__ import annotations

import click

from moorage.cli import names, options
from moorage.cli.command import Command
from moorage.cli.errors import FAILED, INVALID, Stop
from moorage.cli.session import Session, current


@click.command(cls=Command)
@options.stack
@options.yes("Do not ask.")
@click.option("--force", "-f", is_flag=True, help="Even if it has resources; they stay, and nothing knows of them.")
@click.option("--preserve-config", is_flag=True, help="Keep the stack's file Pulumi.<stack>.yaml.")
@click.option("--remove-backups", is_flag=True, help="Remove the backups of its state too.")
@click.argument("name", metavar="[STACK-NAME]", required=False, shell_complete=names.stacks)
@click.pass_context
def command(
    context: click.Context, *, yes: bool, force: bool, preserve_config: bool, remove_backups: bool, name: str | None
) -> None:
    """Remove a stack's state, history and stack file. What it deployed must be gone: see destroy."""
    import dataclasses

    from moorage.cli import dispatch, selection, stacks, state
    from moorage.engine.project import project

    session = current()
    if name and session.stack:
        message = "only one of --stack or argument stack name may be specified, not both"
        raise Stop(message, INVALID)
    session = dataclasses.replace(session, stack=name or session.stack)
    if program := dispatch.pulumi(session):
        here = project.find(session.cwd)
        context.exit(dispatch.run(session, program, here, selection.name(session, here)))
    found = state.find(session)
    if not yes:
        confirm(session, found.stack)
    with found.store.lock():
        found.store.remove(force=force, backups=remove_backups)
    if not preserve_config:
        found.project.stack_path(found.stack).unlink(missing_ok=True)
    click.echo(f"Stack '{found.stack}' has been removed!")
    stacks.select(found.project, "")


def confirm(session: Session, stack: str) -> None:
    """Have the user type the stack's name."""
    if not session.interactive:
        message = "non-interactive mode requires --yes flag"
        raise Stop(message)
    click.echo(f"This will permanently remove the '{stack}' stack!")
    if click.prompt(f"Please confirm that this is what you'd like to do by typing `{stack}`") != stack:
        message = "confirmation declined"
        raise Stop(message, FAILED)

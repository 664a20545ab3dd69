"""`moorage state repair`: make a state whole that no engine takes."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.errors import Stop
from moorage.cli.session import current


@click.command(cls=Command)
@options.stack
@options.yes("Do not ask.")
@click.pass_context
def command(context: click.Context, *, yes: bool) -> None:
    """Put the resources of a state in order and take out references that lead nowhere. A whole state is left alone."""
    from moorage.cli import dispatch, output, selection, state, stateedit
    from moorage.engine.project import project
    from moorage.engine.state import checkpoint
    from moorage.engine.state.edit import repair

    session = current()
    if program := dispatch.pulumi(session):
        here = project.find(session.cwd)
        context.exit(dispatch.run(session, program, here, selection.name(session, here)))
    found = state.find(session)
    with found.store.lock():
        document = found.store.document()
        rows = checkpoint.rows(document)
        if not (problem := repair.problem(rows)):
            click.echo("The snapshot is already valid; skipping repair")
            return
        done = repair.repair(rows)
        if done.left:
            way = f"edit what `moorage stack export --stack {found.stack} --file F` writes, and import it"
            raise Stop(f"the state cannot be repaired: {done.left} (at first: {problem}); {way}")
        if done.moved:
            output.note("The following resources will be reordered to appear before their dependents:")
        for urn in done.moved:
            output.note(f"  * {urn}")
        if done.pruned:
            output.note("The following resources will be modified to remove missing dependencies:")
        for line in done.pruned:
            output.note(line)
        if session.interactive and not yes:
            stateedit.confirm()
        kept = found.store.put(checkpoint.amended(document, done.rows))
    click.echo("State repaired successfully")
    stateedit.undo(found.stack, kept)

"""`moorage stack import`: put an exported state in the place of a stack's."""

from __future__ import annotations

import sys

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.errors import INVALID, Stop
from moorage.cli.session import current

EXAMPLES = """
moorage stack export --file state.json              then edit it, and
moorage stack import --file state.json
moorage stack import --file .pulumi/stacks/shop/dev.json.bak    take back the last change of the state
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@click.option("--file", metavar="FILE", type=click.Path(dir_okay=False), help="Read from there instead of stdin.")
@click.option("--force", "-f", is_flag=True, help="Import it whatever speaks against it. Not recommended.")
@click.pass_context
def command(context: click.Context, *, file: str | None, force: bool) -> None:
    """Replace a stack's state by an export of it, or by a copy of its state file. The state before stays as a copy."""
    from moorage.cli import dispatch, output, selection, stacks, state, stateedit
    from moorage.engine.project import project
    from moorage.engine.state import checkpoint, exchange

    session = current()
    if program := dispatch.pulumi(session):
        here = project.find(session.cwd)
        context.exit(dispatch.run(session, program, here, selection.name(session, here)))
    found = state.find(session)
    text = (session.cwd / file).read_bytes() if file else sys.stdin.buffer.read()
    try:
        document = exchange.parse(text)
    except checkpoint.CheckpointError as error:
        raise Stop(f"{file or 'stdin'}: {error}", INVALID) from error
    against = [*exchange.problems(document, found.project.name, found.stack)]
    if against and not force:
        listed = "".join(f"\n  * {line}" for line in against)
        raise Stop(f"importing this file could be dangerous; rerun with --force to proceed anyway:{listed}")
    chosen = selection.of(session, found.project, found.stack)
    store = stacks.store(chosen, stacks.keys(chosen))
    with store.lock():
        kept = store.adopt(document)
    for line in (*against, *exchange.dropped(document)):
        output.note(f"warning: {line}")
    click.echo("Import complete.")
    stateedit.undo(found.stack, kept)

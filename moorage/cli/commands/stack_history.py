"""`moorage stack history`: the operations on a stack so far."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage stack history
moorage stack history --json --page-size 1           the last one, for machines
moorage stack export --version 3                     the state as the third one left it
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.json("Print JSON.")
@options.secrets
@click.option("--full-dates", is_flag=True, help="Say when, instead of how long ago.")
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help="Which page, newest first.")
@click.option("--page-size", type=click.IntRange(min=0), default=10, show_default=True, help="0: all on one page.")
@click.pass_context
def command(
    context: click.Context, *, as_json: bool, show_secrets: bool, full_dates: bool, page: int, page_size: int
) -> None:
    """Show the updates, refreshes and destructions of a stack, newest first."""
    from moorage.cli import dispatch, historyview, output, selection, state
    from moorage.engine.project import project

    session = current()
    if program := dispatch.pulumi(session):
        here = project.find(session.cwd)
        context.exit(dispatch.run(session, program, here, selection.name(session, here)))
    found = state.find(session)
    entries = found.store.updates()
    start = (page - 1) * page_size
    shown = entries[start : start + page_size] if page_size else entries
    if as_json:
        decrypt = historyview.decrypter(session, found) if show_secrets else None
        output.document([historyview.document(entry, decrypt) for entry in shown])
        return
    if not shown:
        click.echo(f"No stack updates found on page '{page}'" if page > 1 else "Stack has never been updated")
    for entry in shown:
        for line in historyview.lines(entry, full_dates=full_dates):
            click.echo(line)

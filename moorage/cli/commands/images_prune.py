"""`moorage images prune`: remove images of the stack that nobody needs any more."""

from __future__ import annotations

import dataclasses

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage images prune                  show what can go, ask, remove it
moorage images prune --all --yes      also those that stay for a rollback
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@options.yes("Remove without asking.")
@click.option("--all", "everything", is_flag=True, help="Also those that stay for a rollback; never the deployed one.")
@options.json("Print what goes as JSON; without --yes nothing is removed.")
@click.pass_context
def command(context: click.Context, *, yes: bool, everything: bool, as_json: bool) -> None:
    """Remove images that builds of this stack left on the host. What is not ours, or in use, is never removed."""
    from moorage.cli import output, pruning, selection
    from moorage.cli.errors import FAILED, INVALID, Stop

    session = current()
    chosen = selection.ours(session)
    there, stored = pruning.connection(chosen)
    doomed = pruning.doomed(chosen, stored, everything=everything)
    if as_json:
        output.document([dataclasses.asdict(one) for one in doomed])
    elif not doomed:
        click.echo("nothing to remove")
    else:
        output.table(["IMAGE", "NAME", "SIZE"], [(one.image, one.name, f"{one.size / 1e6:.1f} MB") for one in doomed])
    if not doomed or (as_json and not yes):
        return
    if not yes:
        if not session.interactive:
            raise Stop("--yes must be passed in to remove images when running in non-interactive mode", INVALID)
        if not click.confirm(f"Remove {len(doomed)} of {len(stored)} images?", default=False):
            raise Stop("nothing was removed", FAILED)
    context.exit(FAILED if pruning.remove(there, [one.name for one in doomed]) else 0)

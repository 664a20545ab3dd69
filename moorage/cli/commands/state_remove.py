"""`moorage state remove`: forget resources that stay as they are."""

from __future__ import annotations

import click

from moorage.cli import names, options
from moorage.cli.command import Command
from moorage.cli.errors import INVALID, Stop

EXAMPLES = """
moorage state remove urn:pulumi:dev::shop::a:b:C::x urn:pulumi:dev::shop::a:b:C::y
moorage state remove --all --yes --stack dev
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.yes("Do not ask.")
@click.option("--all", "all_", is_flag=True, help="Remove all resources of the stack.")
@click.option("--force", is_flag=True, help="Remove protected resources too.")
@click.option("--target-dependents", is_flag=True, help="Remove all that depends on them, too.")
@click.argument("urns", metavar="[RESOURCE-URN]...", nargs=-1, shell_complete=names.urns)
def command(*, yes: bool, all_: bool, force: bool, target_dependents: bool, urns: tuple[str, ...]) -> None:
    """Remove resources from the state. They go on existing, and nothing knows of them any more."""
    from moorage.cli import stateedit
    from moorage.engine.state.edit import remove
    from moorage.engine.state.edit.rows import Row

    if all_ and urns:
        message = "cannot specify a resource URN when deleting all resources"
        raise Stop(message, INVALID)
    if not (all_ or urns):
        message = "missing argument: the URNs of the resources to remove, or --all"
        raise Stop(f"{message}; to list them: moorage stack --show-urns", INVALID)

    def change(rows: list[Row]) -> list[Row]:
        if not all_:
            return remove.remove(rows, urns, force=force, dependents=target_dependents)
        if not force:
            remove.check_unprotected(rows)
        return []

    count = len(set(urns))
    done = "Resources deleted" if all_ else "Resource deleted" if count == 1 else f"{count} resources deleted"
    stateedit.perform(change, done, yes=yes)

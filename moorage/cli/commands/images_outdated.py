"""`moorage images outdated`: which bases are behind."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage images outdated               what a registry or Debian has newer than what is recorded
moorage images outdated --exit-code   exit 1 when something is behind, for CI
moorage images lock --refresh         takes it
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@options.json("Print JSON, with every package that has another version.")
@click.option("--exit-code", is_flag=True, help="Exit 1 when a base is behind, as `git diff` does.")
@click.pass_context
def command(context: click.Context, *, as_json: bool, exit_code: bool) -> None:
    """Ask the registry for each pinned base, Debian's package lists for each that was made here. Changes nothing."""
    from moorage.cli import baseview, basis, output, preflight, selection

    chosen = selection.ours(current())
    rows = basis.outdated(preflight.project(chosen), preflight.load(chosen))
    if as_json:
        output.document([baseview.outdated_document(row) for row in rows])
    else:
        output.table(["BASE", "STATE", "DECIDED", "LATEST"], [baseview.cells(row) for row in rows])
    context.exit(1 if exit_code and any(row.state == "behind" for row in rows) else 0)

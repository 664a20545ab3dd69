"""`moorage stack ls`: the stacks of this project."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current


@click.command(cls=Command)
@options.json("Print JSON.")
@click.option("--all", "-a", "every", is_flag=True, help="List the stacks of every project of the backend.")
@click.pass_context
def command(context: click.Context, *, as_json: bool, every: bool) -> None:
    """List stacks."""
    from moorage.cli import ages, dispatch, output, selection
    from moorage.engine.project import project
    from moorage.engine.state import backend

    session = current()
    found = project.find(session.cwd)
    if program := dispatch.pulumi(session):
        context.exit(dispatch.run(session, program, found, selection.selected(found)))
    place = backend.open(found)
    now = selection.selected(found).rpartition("/")[2]
    rows = [(selection.full(found, entry), entry) for entry in place.stacks(every_project=every)]
    if as_json:
        output.document([{**entry.json(current=name == now), "name": name} for name, entry in rows])
        return
    cells = [
        (
            f"{name}*" if name == now else name,
            ages.ago(entry.last_update) if entry.last_update else "n/a",
            "n/a" if entry.resource_count is None else str(entry.resource_count),
        )
        for name, entry in rows
    ]
    output.table(["NAME", "LAST UPDATE", "RESOURCE COUNT"], cells)

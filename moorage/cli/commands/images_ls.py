"""`moorage images ls`: the images of a stack."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current


@click.command(cls=Command)
@options.stack
@options.config_file
@options.json("Print JSON.")
def command(*, as_json: bool) -> None:
    """List every image: its kind, the key of what would be built now, and what its bases were decided to be."""
    from moorage.cli import imageview, output, selection

    rows = imageview.rows(selection.ours(current()))
    if as_json:
        output.document(rows)
        return
    cells = [
        (
            row["image"],
            row["kind"],
            row["key"] or "-",
            base["name"],
            base["decided"] or "not decided: moorage images lock",
        )
        for row in rows
        for base in row["bases"] or [{"name": "-", "decided": "-"}]
    ]
    output.table(["IMAGE", "KIND", "KEY", "BASE", "DECIDED"], cells)

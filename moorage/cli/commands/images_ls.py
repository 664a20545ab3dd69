"""`moorage images ls`: the images of a stack."""

from __future__ import annotations

from typing import Any

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current


@click.command(cls=Command)
@options.stack
@options.config_file
@options.json("Print JSON.")
def command(*, as_json: bool) -> None:
    """List every image: its kind and key, what its bases were decided to be, what was deployed, what changed since."""
    from moorage.cli import imageview, output, selection

    rows = imageview.rows(selection.ours(current()))
    if as_json:
        output.document(rows)
        return
    cells = [
        (*_first(row, number), base["name"], base["decided"] or "not decided: moorage images lock", *_last(row, number))
        for row in rows
        for number, base in enumerate(row["bases"] or [{"name": "-", "decided": "-"}])
    ]
    output.table(["IMAGE", "KIND", "KEY", "BASE", "DECIDED", "DEPLOYED", "NOW"], cells)


def _first(row: dict[str, Any], number: int) -> tuple[str, str, str]:
    return ("", "", "") if number else (row["image"], row["kind"], row["key"] or "-")


def _last(row: dict[str, Any], number: int) -> tuple[str, str]:
    if number:
        return "", ""
    last = row["deployed"][0] if row["deployed"] else None
    return f"{last['key']} {last['when']}" if last else "-", row["now"].partition(":")[0] or "-"

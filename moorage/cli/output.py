"""Text for people and JSON for machines, in the Pulumi CLI's layout."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click


def document(value: object) -> None:
    """Print `value` as the CLI prints JSON: two spaces, no escapes beyond what JSON needs."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], prefix: str = "") -> None:
    """Print columns as the CLI does: two spaces between them, none after the last."""
    for line in lines(headers, rows, prefix):
        click.echo(line)


def lines(headers: Sequence[str], rows: Sequence[Sequence[str]], prefix: str = "") -> list[str]:
    """Return the lines of a table; a cell may hold several lines."""
    cells = [list(headers)]
    for row in rows:
        split = [cell.split("\n") for cell in row]
        height = max(len(cell) for cell in split)
        cells.extend([cell[index] if index < len(cell) else "" for cell in split] for index in range(height))
    widths = [max(len(click.unstyle(row[column])) for row in cells) for column in range(len(headers))]
    return [prefix + "  ".join([*map(_pad, row[:-1], widths), row[-1]]) for row in cells]


def _pad(cell: str, width: int) -> str:
    return cell + " " * (width - len(click.unstyle(cell)))


def note(text: str) -> None:
    """Say one line beside the result: on stderr, so that a pipe reads the result alone."""
    click.echo(text, err=True)

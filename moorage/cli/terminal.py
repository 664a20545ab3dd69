"""The terminal, for what people watch: colours and live lines only where they are wanted."""

from __future__ import annotations

import sys

import click
from rich.console import Console


def console() -> Console:
    """Return the console on standard output, coloured as --color says."""
    match click.get_current_context().color:
        case True:
            return Console(file=sys.stdout, force_terminal=True, highlight=False)
        case False:
            return Console(file=sys.stdout, no_color=True, highlight=False)
        case None:
            return Console(file=sys.stdout, highlight=False)

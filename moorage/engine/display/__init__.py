"""What a run shows: sinks fed with engine events, each for one way to look at it.

A sink is called with each event (`events.Event`) and closed at the end, best as a context manager:
`with display.tree(console, title="Updating (dev):") as sink: run.up(request, sink)`.
"""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console

from moorage.engine.display import difference, digesting, lines, live, logging
from moorage.engine.display.sink import Sink
from moorage.engine.display.view import USUAL, View


def tree(console: Console, *, title: str = "", view: View = USUAL) -> Sink:
    """Return what people watch: a live tree on a terminal, plain lines that never repeat elsewhere."""
    return live.Live(console, title, view) if console.is_terminal else lines.Lines(console, title, view)


def diff(console: Console, *, title: str = "", view: View = USUAL) -> Sink:
    """Return what shows each property that changes, old and new, and what forces a replacement: `--diff`."""
    return difference.Difference(console, title, view)


def digest(stream: TextIO | None = None) -> Sink:
    """Return what writes one JSON document at the end: `preview --json`."""
    return digesting.Digest(stream or sys.stdout)


def log(stream: TextIO | None = None) -> Sink:
    """Return what writes one JSON line per event: `up --json`."""
    return logging.Log(stream or sys.stdout)

"""A run as a live tree on a terminal: what happens now, and at the end what became of each resource."""

from __future__ import annotations

import threading
from typing import Any

from rich.console import Console, Group
from rich.live import Live as Screen
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from moorage.engine import urn
from moorage.engine.display import closing, lines, progress, sink, words
from moorage.engine.display import view as views

Event = dict[str, Any]
_ROUND = 6  # lines of the terminal that the rows leave free


class Live(sink.Closing):
    """Redraws the tree while the run goes on; leaves the whole tree, messages, outputs and summary behind."""

    def __init__(self, console: Console, title: str = "", view: views.View = views.USUAL) -> None:
        self._console = console
        self._view = view
        self._title = Text(title, "bold") if title else None
        self._progress = progress.Progress()
        self._lock = threading.Lock()
        self._spinner = Spinner("dots", "")
        self._closed = False
        if self._title:
            console.print(self._title)
        self._screen = Screen(
            console=console, get_renderable=self._picture, refresh_per_second=8, transient=True, redirect_stdout=False
        )
        self._screen.start()

    def __call__(self, event: Event) -> None:
        """Take an event."""
        with self._lock:
            self._progress.take(event)

    def close(self) -> None:
        """Replace the live picture by what stays."""
        if self._closed:
            return
        self._closed = True
        self._screen.stop()
        self._console.print(self._tree(self._progress.shown(self._view), final=True))
        for line in lines.ending(self._progress, self._progress.messages, self._view):
            self._console.print(line, soft_wrap=True, highlight=False, markup=False)

    def _picture(self) -> Group:
        with self._lock:
            rows = self._progress.shown(self._view)
            room = max(self._console.height - _ROUND, 4)
            hidden = 0
            if len(rows) > room:
                # those under way and those just done; the whole tree comes at the end
                busy = {row.urn for row in rows if row.running}
                rest = [row for row in rows if row.urn not in busy]
                latest = (
                    sorted(rest, key=lambda row: row.ended)[-max(room - len(busy), 0) :] if len(busy) < room else []
                )
                kept = busy | {row.urn for row in latest}
                hidden = len(rows) - len(kept)
                rows = [row for row in rows if row.urn in kept][:room]
            self._spinner.text = Text(f" {self._count()}" + (f", {hidden} more not shown" if hidden else ""), "dim")
            return Group(self._tree(rows, final=False), self._spinner)

    def _count(self) -> str:
        rows = [row for row in self._progress.rows.values() if row.changed]
        return f"{sum(not row.running for row in rows)} done, {sum(row.running for row in rows)} under way"

    def _tree(self, rows: list[progress.Row], *, final: bool) -> Table:
        table = Table(box=None, pad_edge=False, show_edge=False, header_style="dim")
        for name in ("", "Type", "Name", "Plan" if self._progress.preview else "Status", "Info"):
            table.add_column(name, no_wrap=name != "Info", overflow="fold")
        branches = _branches(self._progress, rows)
        for row in rows:
            word = words.of("replace" if row.replaced and not row.failed and not row.running else row.op)
            style = "red" if row.failed else word.style
            table.add_row(
                Text(f" {word.sign}", style),
                Text(branches[row.urn], "dim").append(words.type_name(urn.type_of(row.urn)), "default"),
                Text(self._view.name(row.urn)),
                Text(row.state(preview=self._progress.preview), style),
                _info(row, final=final),
            )
        return table


def _info(row: progress.Row, *, final: bool) -> Text:
    parts = [f"[{row.brief}]"] if row.brief else []
    if final:
        parts += [closing.counted(row.messages)] if row.messages else []
    elif row.status:
        parts.append(row.status)
    elif row.messages:
        last = row.messages[-1]
        parts.append(f"{last.get('prefix', '')}{last['message']}".strip().split("\n")[0])
    return Text("; ".join(parts))


def _branches(known: progress.Progress, rows: list[progress.Row]) -> dict[str, str]:
    """Return the lines drawn before each row: rows are in the order of the tree."""
    depths = [known.depth(row) for row in rows]
    result: dict[str, str] = {}
    for at, (row, depth) in enumerate(zip(rows, depths, strict=True)):
        drawn = ""
        for level in range(1, depth + 1):
            below = next((other for other in depths[at + 1 :] if other <= level), 0)
            goes_on = below == level
            drawn += ("├─ " if goes_on else "└─ ") if level == depth else ("│  " if goes_on else "   ")
        result[row.urn] = drawn
    return result

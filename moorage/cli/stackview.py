"""`moorage stack`: what the state holds, as the Pulumi CLI shows it."""

from __future__ import annotations

import getpass
import socket
from typing import Any

import click

from moorage.cli import ages, dispatch, output, selection, stackoutputs, state
from moorage.cli.commands.stack_output import show_all
from moorage.cli.session import current
from moorage.engine import urn
from moorage.engine.project import project


def show(*, show_secrets: bool, show_ids: bool, show_urns: bool, name_only: bool) -> int:
    """Print the stack and return the exit code."""
    session = current()
    if program := dispatch.pulumi(session):
        here = project.find(session.cwd)
        return dispatch.run(session, program, here, selection.name(session, here))
    found = state.find(session)
    if name_only:
        click.echo(found.stack)
        return 0
    click.echo(f"Current stack is {found.stack}:")
    click.echo(f"    Managed by {getpass.getuser()}@{socket.gethostname()}")
    manifest: dict[str, str] = stackoutputs.deployment(found.store).get("manifest") or {}
    if manifest.get("time"):
        click.echo(f"    Last updated: {ages.ago(manifest['time'])} ({manifest['time']})")
        click.echo(f"    Written by: {manifest['version']}")
    rows = stackoutputs.recorded(found.store)
    click.echo(f"Current stack resources ({len(rows)}):")
    if not rows:
        click.echo("    No resources currently in this stack")
        return 0
    _tree(rows, show_ids=show_ids, show_urns=show_urns)
    click.echo()
    show_all(stackoutputs.of(found.store, show_secrets=show_secrets))
    return 0


def _tree(rows: list[dict[str, Any]], *, show_ids: bool, show_urns: bool) -> None:
    known = {row["urn"] for row in rows}
    root = next((row["urn"] for row in rows if row["type"] == urn.STACK_TYPE), "")
    children: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        parent = row.get("parent", "") if row.get("parent", "") in known else root if row["urn"] != root else ""
        children.setdefault(parent, []).append(row)
    cells: list[tuple[str, str]] = []

    def add(row: dict[str, Any], lead: str, branch: str) -> None:
        below = children.get(row["urn"], [])
        extra = lead + {"├─ ": "│  ", "└─ ": "   "}.get(branch, "") + ("│  " if below else "   ")
        head = [lead + branch + row["type"]]
        if show_urns:
            head.append(f"{extra}URN: {row['urn']}")
        if show_ids and row.get("id"):
            head.append(f"{extra}ID: {row['id']}")
        cells.append((head[0], urn.name(row["urn"])))
        cells.extend((line, "") for line in head[1:])
        deeper = lead + {"├─ ": "│  ", "└─ ": "   "}.get(branch, "")
        for index, child in enumerate(below):
            add(child, deeper, "└─ " if index == len(below) - 1 else "├─ ")

    for row in children.get("", []):
        add(row, "", "")
    # A line that tells of a row above it must not widen the column.
    names = [cell for cell in cells if cell[1]]
    lines = iter(output.lines(["TYPE", "NAME"], names, "    "))
    click.echo(next(lines))
    for cell in cells:
        click.echo(next(lines) if cell[1] else f"    {cell[0]}")

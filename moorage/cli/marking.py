"""The commands that put a mark on resources of the state, or take one off: four of one kind."""

from __future__ import annotations

from typing import Literal

import click

from moorage.cli import names, options
from moorage.cli.command import Command
from moorage.cli.errors import INVALID, Stop


def command(word: str, mark: Literal["protect", "taint"], help: str, *, on: bool, everything: bool = True) -> Command:
    """Return `moorage state <word>`; `everything` gives it --all."""

    def run(*, yes: bool, urns: tuple[str, ...], all_: bool = False) -> None:
        from moorage.cli import stateedit
        from moorage.engine.state.edit import marks

        if all_ and urns:
            message = "--all leaves no place for a resource URN"
            raise Stop(message, INVALID)
        if not (all_ or urns):
            message = f"missing argument: the URNs of the resources to {word}{', or --all' if everything else ''}"
            raise Stop(f"{message}; to list them: moorage stack --show-urns", INVALID)
        done = f"All resources {word}ed" if all_ else f"{len(urns)} resources {word}ed"
        stateedit.perform(lambda rows: marks.put(rows, None if all_ else urns, mark, on=on), done, yes=yes)

    parameters: list[click.Parameter] = [
        click.Option(["--yes", "-y"], is_flag=True, envvar="PULUMI_SKIP_CONFIRMATIONS", help="Do not ask."),
        *(
            [click.Option(["--all", "all_"], is_flag=True, help=f"{word.capitalize()} all of them.")]
            if everything
            else []
        ),
        click.Argument(["urns"], metavar="[RESOURCE-URN]...", nargs=-1, shell_complete=names.urns),
    ]
    made = Command(name=word, callback=run, params=parameters, help=help)
    return options.stack(made)

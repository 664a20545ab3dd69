"""The question before an operation, in the Pulumi CLI's words."""

from __future__ import annotations

from collections.abc import Callable

import click

from moorage.cli.errors import FAILED, Stop


def confirm(word: str, details: Callable[[], None]) -> None:
    """Ask until the answer is yes or no; `details` shows more.

    Raises:
        Stop: the answer is no.
    """
    click.echo()
    click.secho(f"Do you want to perform this {word}?", bold=True)
    if word == "refresh":
        click.echo("No resources will be modified as part of this refresh; just your stack's state will be.")
    while True:
        answer = click.prompt("yes, no or details", type=click.Choice(["yes", "no", "details"]), default="no")
        if answer == "yes":
            return
        if answer == "no":
            message = f"confirmation declined, not proceeding with the {word}"
            raise Stop(message, FAILED)
        details()

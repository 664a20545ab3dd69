"""`moorage images dockerfile`: the file that builds an image."""

from __future__ import annotations

import click

from moorage.cli import names, options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage images dockerfile shop
moorage images dockerfile shop | hadolint -
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@click.argument("image", shell_complete=names.images)
def command(*, image: str) -> None:
    """Print the Dockerfile that builds an image, as it is sent to the builder."""
    from components.core.errors import SettingsError
    from moorage.cli import basis, preflight, selection, staged

    chosen = selection.ours(current())
    known = chosen.names("images")
    if image not in known:
        raise SettingsError("images", f"{image!r} is not an image of stack {chosen.stack}", known, image)
    basis.decide(preflight.project(chosen), preflight.load(chosen))
    click.echo(staged.dockerfile(chosen, image), nl=False)

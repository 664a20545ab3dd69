"""`moorage images explain`: why each line of the file that builds an image is there."""

from __future__ import annotations

import click

from moorage.cli import names, options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage images explain shop
moorage images explain shop --json | jq -r '.[].why'
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@options.json("Print JSON: a list of `instruction` and `why`.")
@click.argument("image", shell_complete=names.images)
def command(*, image: str, as_json: bool) -> None:
    """Say of each line of an image's Dockerfile why it is there.

    A clause in brackets names where the practice comes from: CIS is the Docker benchmark of the Center for Internet
    Security, DL and a number a rule of hadolint.
    """
    from components.core.errors import SettingsError
    from moorage.cli import basis, output, preflight, selection, staged

    chosen = selection.ours(current())
    known = chosen.names("images")
    if image not in known:
        raise SettingsError("images", f"{image!r} is not an image of stack {chosen.stack}", known, image)
    basis.decide(preflight.project(chosen), preflight.load(chosen))
    found = staged.reasons(chosen, image)
    if as_json:
        output.document([{"instruction": text, "why": why} for text, why in found])
        return
    for text, why in found:
        click.echo(text)
        click.echo(click.style(f"    # {why}", dim=True))

"""`moorage images lock`: decide what the images stand on, and record it."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage images lock                   decide what is not recorded yet; `up` does so too
moorage images lock --refresh         ask the registry, or make the base, again, and show what moved
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@click.option("--refresh", is_flag=True, help="Decide anew what is recorded already.")
@options.json("Print JSON: each base that moved, its packages and sizes.")
def command(*, refresh: bool, as_json: bool) -> None:
    """Record each base: the digest in a registry, or a root file system made on this machine."""
    from moorage.cli import baseview, basis, output, preflight, selection

    chosen = selection.ours(current())
    changes = basis.decide(preflight.project(chosen), preflight.load(chosen), install=True, refresh=refresh)
    if as_json:
        output.document([baseview.document(one) for one in changes])
        return
    for one in changes:
        for line in baseview.lines(one):
            click.echo(line)
    output.note(f"every base is recorded{'' if changes else '; nothing moved'}")

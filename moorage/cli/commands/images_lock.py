"""`moorage images lock`: decide what the images stand on, and record it."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage images lock                   decide what is not recorded yet; `up` does so too
moorage images lock --refresh         ask the registry, or make the base, again
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@click.option("--refresh", is_flag=True, help="Decide anew what is recorded already.")
def command(*, refresh: bool) -> None:
    """Record each base: the digest in a registry, or a root file system made on this machine."""
    from moorage.cli import basis, output, preflight, selection

    chosen = selection.ours(current())
    basis.decide(preflight.project(chosen), preflight.load(chosen), install=True, refresh=refresh)
    output.note("every base is recorded")

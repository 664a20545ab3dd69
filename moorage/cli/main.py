"""The entry point: runs a command, and turns what went wrong into one line and an exit code."""

from __future__ import annotations

from collections.abc import Sequence

import click

from moorage.cli import errors, root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `arguments` default to the process's own."""
    try:
        code = root.group.main(arguments, prog_name="moorage", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()  # a command that only has others below it: its help, as it is
        return errors.INVALID
    except BaseException as error:
        failure = errors.explain(error)
        if failure is None:
            raise
        if failure.message:
            click.echo(f"{click.style('error:', fg='red', bold=True)} {failure.message}", err=True)
        return failure.code
    return code if isinstance(code, int) else 0

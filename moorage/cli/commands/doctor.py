"""`moorage doctor`: whether this machine has what a deployment needs."""

from __future__ import annotations

import click

from moorage.cli import options
from moorage.cli.command import Command
from moorage.cli.session import current

EXAMPLES = """
moorage doctor                 what was found, and the command that mends what is missing
moorage doctor --fix           mend it, where this user may
moorage doctor --json          for machines
"""

COLOURS = {"ok": "green", "fixed": "cyan", "missing": "red"}


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.config_file
@click.option("--fix", is_flag=True, help="Bring up what is missing: root on Debian or Ubuntu installs the engine.")
@click.option("--quiet", "-q", is_flag=True, help="Print only what is missing or was fixed.")
@options.json("Print JSON.")
@click.pass_context
def command(context: click.Context, *, fix: bool, quiet: bool, as_json: bool) -> None:
    """Check this machine; exit 1 when something is missing."""
    import dataclasses

    from moorage.cli import doctor, output

    session = current()
    found = doctor.run(session, output.note) if fix else doctor.check(session)
    if as_json:
        output.document([dataclasses.asdict(finding) for finding in found])
    else:
        shown = [finding for finding in found if finding.state != "ok" or not quiet]
        cells = [(click.style(row.state, fg=COLOURS[row.state]), row.subject, row.found) for row in shown]
        if cells:
            output.table(["STATE", "WHAT", "FOUND"], cells)
        commands = [line for finding in shown if finding.state == "missing" for line in finding.fix]
        if commands:
            click.echo("to put it right:")
            for line in dict.fromkeys(commands):
                click.echo(f"  {line}")
    context.exit(any(finding.state == "missing" for finding in found))

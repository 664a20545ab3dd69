"""`moorage stack output`: what a stack exports."""

from __future__ import annotations

import json
import shlex
from typing import Any

import click

from moorage.cli import options, output
from moorage.cli.command import Command
from moorage.cli.errors import Stop
from moorage.cli.session import current

EXAMPLES = """
moorage stack output                     a table of all outputs
moorage stack output web                 one of them
moorage stack output --json              all of them, for machines
eval "$(moorage stack output --shell)"   as shell variables
"""


@click.command(cls=Command, examples=EXAMPLES)
@options.stack
@options.json("Print JSON.")
@click.option("--shell", is_flag=True, help="Print assignments for a shell.")
@options.secrets
@click.argument("name", metavar="[PROPERTY-NAME]", required=False)
@click.pass_context
def command(context: click.Context, *, as_json: bool, shell: bool, show_secrets: bool, name: str | None) -> None:
    """Show a stack's outputs, or one of them."""
    context.exit(run(as_json=as_json, shell=shell, show_secrets=show_secrets, name=name))


def run(*, as_json: bool, shell: bool, show_secrets: bool, name: str | None) -> int:
    """Print the outputs and return the exit code."""
    from moorage.cli import dispatch, selection, stackoutputs, state
    from moorage.engine.project import project

    session = current()
    if as_json and shell:
        message = "only one of --json and --shell may be set"
        raise Stop(message, 2)
    if program := dispatch.pulumi(session):
        found = project.find(session.cwd)
        return dispatch.run(session, program, found, selection.name(session, found))
    outputs = stackoutputs.of(state.find(session).store, show_secrets=show_secrets)
    if name is not None and name not in outputs:
        message = f"current stack does not have output property '{name}'"
        raise Stop(message)
    chosen = outputs if name is None else {name: outputs[name]}
    if as_json:
        output.document(outputs if name is None else outputs[name])
    elif shell:
        for key, value in sorted(chosen.items()):
            click.echo(f"{key}={shlex.quote(text(value))}")
    elif name is None:
        show_all(outputs)
    else:
        click.echo(text(outputs[name]))
    return 0


def show_all(outputs: dict[str, Any]) -> None:
    """Print all outputs as a table."""
    click.echo(f"Current stack outputs ({len(outputs)}):")
    if outputs:
        output.table(["OUTPUT", "VALUE"], [(key, text(value)) for key, value in sorted(outputs.items())], "    ")
    else:
        click.echo("    No output values currently in this stack")


def text(value: Any) -> str:
    """Return an output on one line: text as it is, all else as compact JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

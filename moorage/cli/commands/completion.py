"""`moorage completion`: what makes a shell complete commands, stacks and workloads."""

from __future__ import annotations

import click
from click import shell_completion

from moorage.cli.command import Command

EXAMPLES = """
eval "$(moorage completion bash)"                                  in ~/.bashrc
eval "$(moorage completion zsh)"                                   in ~/.zshrc
moorage completion fish > ~/.config/fish/completions/moorage.fish
"""

VARIABLE = "_MOORAGE_COMPLETE"


@click.command(cls=Command, examples=EXAMPLES)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, *, shell: str) -> None:
    """Print the completion script of a shell."""
    found = shell_completion.get_completion_class(shell)
    if found is None:  # a shell of the list above always has one
        raise click.BadParameter(shell, context)
    script = found(context.find_root().command, {}, "moorage", VARIABLE)
    click.echo(script.source_template % script.source_vars())

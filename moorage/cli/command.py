"""Command and Group: click's, with worked examples in the help and the global options in every place."""

from __future__ import annotations

import difflib
import importlib
from typing import Any

import click

from moorage.cli import options
from moorage.cli.session import KEY


class Command(click.Command):
    """A command whose help ends with `examples`, shown as written."""

    def __init__(self, *arguments: Any, examples: str = "", **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.examples = examples
        self.params.extend(options.everywhere())

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        del ctx
        write_examples(formatter, self.examples)


class DeployCommand(Command):
    """A command that the Pulumi CLI may run instead: an option that only the CLI has is kept for it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse what is known, and keep the rest as `unknown` for the hand-over."""
        ctx.ignore_unknown_options = True
        ctx.allow_extra_args = True
        super().parse_args(ctx, args)
        ctx.meta[f"{KEY}unknown"] = list(ctx.args)
        return []


class Group(click.Group):
    """Commands by module, loaded when they are called; sections order them in the help."""

    def __init__(
        self,
        *arguments: Any,
        modules: dict[str, str] | None = None,
        sections: dict[str, tuple[str, ...]] | None = None,
        aliases: dict[str, str] | None = None,
        examples: str = "",
        **keywords: Any,
    ) -> None:
        super().__init__(*arguments, **keywords)
        self.modules = modules or {}
        self.sections = sections or {}
        self.aliases = aliases or {}
        self.examples = examples
        self.params.extend(options.everywhere())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the outermost command line as it was typed."""
        ctx.meta.setdefault(f"{KEY}arguments", list(args))
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the help."""
        return [*self.modules, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name or one of its other names."""
        name = self.aliases.get(cmd_name, cmd_name)
        if name in self.modules:
            return importlib.import_module(self.modules[name]).command
        return super().get_command(ctx, name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that `args` begin with; an unknown one is refused with the nearest."""
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            near = difflib.get_close_matches(args[0], [*self.list_commands(ctx), *self.aliases], 1)
            ctx.fail(f"no such command '{args[0]}'{f'; did you mean {near[0]!r}' if near else ''}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section."""
        if not self.sections:
            super().format_commands(ctx, formatter)
            return
        for title, names in self.sections.items():
            commands = {name: self.get_command(ctx, name) for name in names}
            with formatter.section(title):
                formatter.write_dl([(name, found.get_short_help_str(90)) for name, found in commands.items() if found])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        del ctx
        write_examples(formatter, self.examples)


def write_examples(formatter: click.HelpFormatter, examples: str) -> None:
    """Write `examples` under a heading, line by line."""
    if examples:
        with formatter.section("Examples"):
            for line in examples.strip().splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line.strip()}\n")

"""Options that several commands share: the Pulumi CLI's names, letters and meanings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from moorage.cli import names
from moorage.cli.session import KEY

F = TypeVar("F", bound=Callable[..., Any])


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> object:
    """Keep a global option's value for the session; one nearer to the command wins."""
    if value is not None and value is not False:
        context.meta[f"{KEY}{parameter.name}"] = value
    if parameter.name == "color" and value is not None:
        context.color = {"always": True, "never": False}.get(str(value))
    return value


def everywhere() -> list[click.Option]:
    """Return the options that may stand before or after the command's name."""
    return [
        click.Option(
            ["--cwd", "-C"],
            type=click.Path(exists=True, file_okay=False),
            metavar="DIR",
            help="Run as if moorage had been started in DIR.",
            expose_value=False,
            callback=_keep,
        ),
        click.Option(
            ["--engine"],
            type=click.Choice(["auto", "pulumi", "embedded"]),
            help="Who deploys: the Pulumi CLI, the embedded engine, or (auto) the CLI when it is installed.",
            expose_value=False,
            callback=_keep,
            envvar="MOORAGE_ENGINE",
        ),
        click.Option(
            ["--color"],
            type=click.Choice(["always", "never", "auto"]),
            help="When to use colours.",
            expose_value=False,
            callback=_keep,
        ),
        click.Option(
            ["--non-interactive"],
            is_flag=True,
            help="Ask nothing.",
            expose_value=False,
            callback=_keep,
        ),
    ]


def stack(function: F) -> F:
    """Add --stack, kept for the session."""
    return click.option(
        "--stack",
        "-s",
        metavar="NAME",
        help="The stack to work on; by default PULUMI_STACK, the selected one, or the only one.",
        expose_value=False,
        callback=_keep,
        shell_complete=names.stacks,
    )(function)


def config_file(function: F) -> F:
    """Add --config-file, kept for the session."""
    return click.option(
        "--config-file",
        metavar="FILE",
        type=click.Path(dir_okay=False),
        help="Read the stack's configuration from FILE.",
        expose_value=False,
        callback=_keep,
    )(function)


def yes(help: str) -> Callable[[F], F]:
    """Add --yes."""
    return click.option("--yes", "-y", is_flag=True, envvar="PULUMI_SKIP_CONFIRMATIONS", help=help)


def json(help: str) -> Callable[[F], F]:
    """Add --json as `as_json`."""
    return click.option("--json", "-j", "as_json", is_flag=True, help=help)


def secrets(function: F) -> F:
    """Add --show-secrets."""
    return click.option("--show-secrets", is_flag=True, help="Show secret values in clear.")(function)


def diff(function: F) -> F:
    """Add --diff."""
    return click.option("--diff", is_flag=True, help="Show every changed property.")(function)


def parallel(function: F) -> F:
    """Add --parallel."""
    return click.option(
        "--parallel",
        "-p",
        type=click.IntRange(min=1),
        default=16,
        show_default=True,
        envvar="PULUMI_PARALLEL",
        help="How many steps may run at once.",
    )(function)


def refresh(function: F) -> F:
    """Add --refresh, with or without a value, as the CLI has it."""
    return click.option(
        "--refresh",
        "-r",
        is_flag=False,
        flag_value="true",
        type=click.BOOL,
        default=False,
        help="Compare the state with what is really there first.",
    )(function)


def expect_no_changes(function: F) -> F:
    """Add --expect-no-changes."""
    return click.option("--expect-no-changes", is_flag=True, help="Fail (exit 7) if anything changes.")(function)


def message(function: F) -> F:
    """Add --message."""
    return click.option("--message", "-m", metavar="TEXT", default="", help="Recorded in the stack's history.")(
        function
    )

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


def together(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """Return several options as one, in the order in which the help lists them."""

    def add(function: F) -> F:
        for each in reversed(decorators):
            function = each(function)
        return function

    return add


def flag(name: str, help: str) -> Callable[[F], F]:
    """Add an option that is there or not."""
    return click.option(name, is_flag=True, help=help)


def urns(*options: str, help: str) -> Callable[[F], F]:
    """Add an option that names resources and may be given several times."""
    return click.option(*options, multiple=True, metavar="URN", help=help, shell_complete=names.urns)


diff = flag("--diff", "Show every changed property.")
secrets = flag("--show-secrets", "Show secret values in clear.")
expect_no_changes = flag("--expect-no-changes", "Fail (exit 7) if anything changes.")


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


def message(function: F) -> F:
    """Add --message."""
    return click.option("--message", "-m", metavar="TEXT", default="", help="Recorded in the stack's history.")(
        function
    )


event_log = click.option(
    "--event-log",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    default="",
    help="Write every event to FILE, one JSON line each; of a preview too.",
)
"""What a program reads of a run: the shape of `--json`, beside what people see."""

targets = together(
    urns("--target", "-t", help="Work on this resource alone; may be given several times, and hold * and **."),
    flag("--target-dependents", "And on what depends on it."),
    urns("--exclude", "-x", help="Leave this resource as it is; may be given several times, and hold * and **."),
    flag("--exclude-dependents", "And what depends on it."),
)

replaces = together(
    urns("--replace", help="Replace this resource, whatever has changed; may be given several times."),
    urns("--target-replace", help="Short for --target and --replace."),
)

looks = together(
    flag("--show-sames", "Show resources that stay as they are, too."),
    flag("--show-reads", "Show resources that are only read, too."),
    flag("--show-replacement-steps", "Show each part of a replacement."),
    flag("--urns", "Show whole URNs for names."),
    flag("--suppress-outputs", "Do not show the stack's outputs."),
    flag("--suppress-progress", "Do not say every now and then what is under way."),
)

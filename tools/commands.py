"""Generate docs/reference/commands.md from the command line itself: every command, its options, its examples."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import Any, Final

import click

from moorage.cli import options, root

ROOT = pathlib.Path(__file__).resolve().parents[1]
PATH = ROOT / "docs" / "reference" / "commands.md"

HEAD: Final = """\
# Command reference

Generated from the command line by `make docs`; `moorage COMMAND --help` says the same. Where the Pulumi CLI has a
command, this one has its name and flags. `preview`, `up`, `refresh` and `destroy` pass other options on to the CLI
where it is installed.

| option of every command | meaning |
| --- | --- |
"""

TAIL: Final = """\
## Exit codes

| code | meaning |
| --- | --- |
| 0 | done |
| 1 | something failed while it ran |
| 2 | the command line or a file is wrong; nothing was touched |
| 6 | there is no such stack |
| 7 | `--expect-no-changes`, and there are some |
| 130 | interrupted |
"""


def text() -> str:
    """Return the page."""
    everywhere = "".join(_row(option) for option in options.everywhere())
    commands = [_section(command, name) for name, command in _commands(root.group, "moorage")]
    return "\n".join([HEAD + everywhere, *commands, TAIL])


def _commands(group: click.Group, words: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None  # noqa: S101 - a listed command is there
        yield f"{words} {name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{words} {name}")


def _section(command: click.Command, words: str) -> str:
    usage = " ".join(command.collect_usage_pieces(click.Context(command)))
    parts = [f"## `{words}`\n\n{_sentence(command.help)}\n", f"```sh\n{words} {usage}\n```\n"]
    common = {option.name for option in options.everywhere()}
    rows = [
        _row(option)
        for option in command.params
        if isinstance(option, click.Option) and option.name not in common and not option.hidden
    ]
    if rows:
        parts.append("| option | meaning |\n| --- | --- |\n" + "".join(rows))
    examples: str = getattr(command, "examples", "")
    if examples:
        lines = "\n".join(line.strip() for line in examples.strip().splitlines())
        parts.append(f"```text\n{lines}\n```\n")
    return "\n".join(parts)


def _row(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    value = "" if option.is_flag else f" {_value(option)}"
    return f"| {names}{value} | {_sentence(option.help)}{_default(option)} |\n"


def _value(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return " or ".join(f"`{choice}`" for choice in option.type.choices)
    return f"*{option.metavar or option.type.name}*"


def _default(option: click.Option) -> str:
    default: Any = option.default
    return f" Default: `{default}`." if option.show_default and default is not None else ""


def _sentence(words: str | None) -> str:
    return " ".join((words or "").split()).replace("|", "\\|")


if __name__ == "__main__":
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(text(), encoding="utf-8")

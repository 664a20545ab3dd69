"""The help: fast, complete, and with examples that can be typed."""

from __future__ import annotations

import re
import subprocess
import sys

import click
import pytest

from moorage.cli import main, root
from tests.cli.conftest import Cli


def commands(group: click.Group = root.group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return every command's words."""
    found: list[tuple[str, ...]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
    return found


def test_help_is_fast() -> None:
    """It loads no SDK, no terminal library and no engine."""
    script = (
        "import sys; from moorage.cli import main; main.main(['--help']);"
        "print(sorted({'pulumi', 'rich', 'docker', 'grpc', 'pydantic', 'ruamel'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_explains_itself(cli: Cli, words: tuple[str, ...]) -> None:
    """Its help says what it does, and each option what it is for."""
    text = cli(*words, "--help").out
    assert text.startswith(f"Usage: moorage {' '.join(words)} ")
    command: click.Command = root.group
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None
        command = found
    assert command.help
    for parameter in command.params:
        assert not isinstance(parameter, click.Option) or parameter.help, parameter.name


def test_every_command_is_in_a_section() -> None:
    """The overview shows all of them."""
    listed = {name for names in root.SECTIONS.values() for name in names}
    assert listed == set(root.group.modules)


@pytest.mark.parametrize("words", [(), *commands()], ids=" ".join)
def test_examples_can_be_typed(words: tuple[str, ...]) -> None:
    """Each one that begins with `moorage` parses."""
    command: click.Command = root.group
    for word in words:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word) or command
    for line in getattr(command, "examples", "").strip().splitlines():
        typed = re.split(r"\s{2,}|\s[|<>]\s|$", line.strip())[0].split()
        if typed[0] == "moorage":
            parse(root.group, typed[1:])


def parse(command: click.Command, words: list[str]) -> None:
    """Parse a command line down to its last command; a mistake in it raises."""
    context = command.make_context(command.name, list(words))
    rest = [*context._protected_args, *context.args]
    if isinstance(command, click.Group) and rest:
        name, found, rest = command.resolve_command(context, rest)
        assert name is not None
        assert found is not None
        parse(found, rest)


@pytest.mark.parametrize("words", [(), ("images",)])
def test_a_command_of_commands_shows_its_help(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """Line by line, as `--help` prints it, and exit code 2: nothing was done."""
    assert main.main([*words]) == 2
    shown = capsys.readouterr().err
    assert main.main([*words, "--help"]) == 0
    assert shown == capsys.readouterr().out

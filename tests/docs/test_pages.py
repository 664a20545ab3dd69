"""What pages say of commands, files and stack files holds: no page sends its reader to something that is not there."""

from __future__ import annotations

import pathlib
import re
import shlex
from collections.abc import Iterator
from typing import Any, Final

import click
import jsonschema
import pytest
import yaml

from moorage.cli import root
from moorage.cli.session import KEY
from tools import schema

ROOT: Final = pathlib.Path(__file__).resolve().parents[2]
PAGES: Final = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("components/**/README.md")])
GENERATED: Final = ROOT / "docs/reference"
"""Made from what it describes; its commands and blocks are patterns, not examples."""

FENCE: Final = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
LINK: Final = re.compile(r"\]\((?P<target>[^)#\s]+)(?:#(?P<anchor>[^)]*))?\)")
INDENTED: Final = re.compile(r"^ {4}(?P<line>(?:make|moorage) .*)$", re.MULTILINE)

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def blocks(page: pathlib.Path, language: str) -> list[str]:
    """Return a page's blocks of one language."""
    found = FENCE.finditer(page.read_text(encoding="utf-8"))
    return [block["body"] for block in found if block["language"] == language]


def commands(page: pathlib.Path) -> Iterator[list[str]]:
    """Yield each command that a page shows, as words without assignments, redirections and comments."""
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
    lines += INDENTED.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    for line in lines:
        for part in re.split(r"&&|\|", line.partition(">")[0]):
            words = shlex.split(part, comments=True)
            while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                words.pop(0)
            if words:
                yield words


def understand(words: list[str]) -> None:
    """Parse a command line of ours as the command does.

    Raises:
        click.UsageError: it would be refused.
    """
    command: click.Command = root.group
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            message = f"no such command {words[0]}"
            raise click.UsageError(message)
        command, words = found, words[1:]
    if "--help" not in words:
        context = command.make_context("moorage", list(words))
        if unknown := context.meta.get(f"{KEY}unknown"):
            message = f"unknown: {unknown}"
            raise click.UsageError(message)


@pages
def test_commands(page: pathlib.Path) -> None:
    """Every command of ours on a page is one that the command line takes, every target of make is there."""
    if page.is_relative_to(GENERATED):
        return
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for words in commands(page):
        if words[0] == "make":
            assert set(words[1:]) <= set(targets), words
        elif pathlib.PurePath(words[0]).name == "moorage":
            understand(words[1:])


@pages
def test_links(page: pathlib.Path) -> None:
    """Every link inside the repository leads to a file, and to a heading where it names one."""
    for link in LINK.finditer(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if link["target"].startswith(("http:", "https:")):
            continue
        target = page.parent / link["target"]
        assert target.exists(), link["target"]
        if link["anchor"]:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert link["anchor"] in {re.sub(r"[^\w -]", "", text).lower().replace(" ", "-") for text in headings}


@pages
def test_stack_files(page: pathlib.Path) -> None:
    """Every piece of a stack file on a page is valid, the rest of the file being so."""
    for block in blocks(page, "yaml"):
        document: dict[str, Any] = yaml.safe_load(block)
        given = document.get("config", document)
        if not all(key.startswith("moorage:") for key in given):
            assert page.is_relative_to(GENERATED) or page.is_relative_to(ROOT / "components"), block
            continue
        config = {"moorage:profile": "dev", "moorage:target": {"docker": {}}} | given
        found = jsonschema.Draft202012Validator(schema.schema()).iter_errors({"config": config})
        assert [error.message for error in found] == []


@pytest.mark.parametrize("line", ["preveiw", "up --stacks dev", "config set", "logs web --tail many", "doctor --fxi"])
def test_a_wrong_command_is_seen(line: str) -> None:
    """A command that is not there, and an option that is misspelt, are not understood."""
    with pytest.raises(click.UsageError):
        understand(line.split())

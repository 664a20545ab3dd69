"""A page of the docs as a list of what it asks its reader to do, in order."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

FENCE: Final = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
NAMED: Final = re.compile(r"`(?P<name>[^`\s]+)`:$")
"""A line that names the file of the block that follows."""

ADDRESS: Final = re.compile(r"<(?P<url>http://127\.0\.0\.1:\d+[^>]*)>")


@dataclass(frozen=True)
class Write:
    """Write a file of the reader's own."""

    path: str
    text: str


@dataclass(frozen=True)
class Edit:
    """Change lines of a file; both texts are whole lines."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Run:
    """Run commands in a shell. `shown` is what the page says they print, or none if it says nothing."""

    commands: str
    shown: str | None

    @property
    def fails(self) -> bool:
        """Say whether the page shows an error."""
        return self.shown is not None and any(line.startswith("error: ") for line in self.shown.splitlines())


@dataclass(frozen=True)
class Open:
    """Open an address, which answers with the text."""

    url: str
    shown: str


Step: TypeAlias = Write | Edit | Run | Open


def steps(path: pathlib.Path) -> list[Step]:
    """Return what the page asks for.

    Raises:
        ValueError: a block that belongs to nothing.
    """
    found: list[Step] = []
    text = path.read_text(encoding="utf-8")
    end = 0
    for fence in FENCE.finditer(text):
        before = text[end : fence.start()].strip()
        last = before.splitlines()[-1] if before else ""
        end = fence.end()
        found.append(_step(fence["language"], fence["body"], last))
    return list(_joined(found))


def _step(language: str, body: str, before: str) -> Step:
    named = NAMED.search(before)
    address = ADDRESS.search(before)
    if language == "sh":
        return Run(body, None)
    if language == "diff" and named:
        lines = body.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        return Edit(named["name"], old, new)
    if named:
        return Write(named["name"], body)
    if language == "text" and address:
        return Open(address["url"], body)
    if language == "text" and not before:
        return Run("", body)
    message = f"a block after {before!r} belongs to nothing"
    raise ValueError(message)


def _joined(found: list[Step]) -> Iterator[Step]:
    """Put what is shown right below commands to them."""
    waiting: Run | None = None
    for step in found:
        if isinstance(step, Run) and not step.commands:
            if waiting is None:
                message = f"no command prints {step.shown!r}"
                raise ValueError(message)
            yield Run(waiting.commands, step.shown)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = step if isinstance(step, Run) else None
        if waiting is None:
            yield step
    if waiting is not None:
        yield waiting


def agrees(shown: str, printed: str) -> bool:
    """Say whether `printed` is what a page shows.

    Lines follow each other as shown, spaces at their ends aside. A line `...` stands for any lines or none, `...`
    inside a line for any text.
    """
    pattern = "".join(_pattern(line.strip()) for line in shown.splitlines() if line.strip())
    lines = "".join(f"{line.strip()}\n" for line in printed.splitlines() if line.strip())
    return re.fullmatch(pattern, lines) is not None


def _pattern(line: str) -> str:
    if line == "...":
        return r"(?:[^\n]*\n)*?"
    return "[^\n]*".join(re.escape(part.strip()) for part in line.split("...")) + "\n"

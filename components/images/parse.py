"""A Dockerfile, read as far as the contract needs: parser directives, instructions with their lines, stages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

_DIRECTIVE = re.compile(r"^#\s*(?P<name>[a-zA-Z][a-zA-Z0-9]*)\s*=\s*(?P<value>.+?)\s*$")
_HEREDOC = re.compile(r"<<-?\s*[\"']?(?P<word>\w+)[\"']?")


@dataclass(frozen=True)
class Instruction:
    """One instruction: its word in upper case, the rest of its text, and its first and last line, from 0."""

    word: str
    rest: str
    first: int
    last: int

    @property
    def flags(self) -> list[tuple[str, str]]:
        """Return the flags before the arguments, each with its value: `--from=build` is `("from", "build")`."""
        found: list[tuple[str, str]] = []
        for word in self.rest.split():
            if not word.startswith("--"):
                break
            name, _, value = word.removeprefix("--").partition("=")
            found.append((name.lower(), value))
        return found

    @property
    def plain(self) -> str:
        """Return the rest without its flags."""
        return self.rest.split(None, len(self.flags))[-1] if len(self.rest.split()) > len(self.flags) else ""

    @property
    def argv(self) -> list[str] | None:
        """Return the arguments in exec form (`["a", "b"]`), None when they are in no such form."""
        try:
            found: object = json.loads(self.plain) if self.plain.startswith("[") else None
        except ValueError:
            return None
        words = cast(list[object], found) if isinstance(found, list) else []
        return [str(word) for word in words] if words and all(isinstance(word, str) for word in words) else None

    @property
    def arguments(self) -> list[str]:
        """Return the arguments without the flags, whatever form they are in."""
        argv = self.argv
        return self.plain.split() if argv is None else argv


def directives(lines: Sequence[str]) -> dict[str, str]:
    """Return the parser directives, which only the first lines can be."""
    found: dict[str, str] = {}
    for line in lines:
        directive = _DIRECTIVE.match(line.strip())
        if directive is None or directive["name"].lower() in found:
            return found
        found[directive["name"].lower()] = directive["value"]
    return found


def instructions(text: str) -> list[Instruction]:
    """Return all instructions, continued lines joined, comments and here-documents left out."""
    lines = text.splitlines()
    escape = directives(lines).get("escape", "\\")
    return list(_read(lines, escape))


def _read(lines: Sequence[str], escape: str) -> Iterator[Instruction]:
    number = 0
    while number < len(lines):
        first, parts = number, list[str]()
        while number < len(lines):
            line = lines[number].strip()
            number += 1
            if line.startswith("#") or (not line and parts):
                continue
            first = first if parts else number - 1
            parts.append(line.removesuffix(escape))
            if not line.endswith(escape):
                break
        text = " ".join(parts).strip()
        for word in _HEREDOC.findall(text) if text.upper().startswith(("RUN", "COPY", "ADD")) else []:
            while number < len(lines) and lines[number].strip() != word:
                number += 1
            number += 1
        if text:
            word, *rest = text.split(None, 1)
            yield Instruction(word.upper(), "".join(rest), first, number - 1)

"""A Dockerfile, read as far as the contract needs: parser directives, instructions with their lines, stages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
    def arguments(self) -> list[str]:
        """Return the words of the rest that are no flags."""
        return [word for word in self.rest.split() if not word.startswith("--")]


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
            parts.append(line.removesuffix(escape))
            if not line.endswith(escape):
                break
        text = " ".join(parts).strip()
        for word in _HEREDOC.findall(text) if text.upper().startswith(("RUN", "COPY", "ADD")) else []:
            while number < len(lines) and lines[number].strip() != word:
                number += 1
            number += 1
        if text:
            word, _, rest = text.partition(" ")
            yield Instruction(word.upper(), rest.strip(), first, number - 1)


def stages(found: Sequence[Instruction]) -> list[list[Instruction]]:
    """Return the stages, each beginning with its FROM; what stands before the first one is left out."""
    parts: list[list[Instruction]] = []
    for one in found:
        if one.word == "FROM":
            parts.append([one])
        elif parts:
            parts[-1].append(one)
    return parts

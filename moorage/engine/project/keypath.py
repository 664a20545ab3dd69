"""The path of a configuration key, as users type it: `root.nested`, `list[0]`, `["a.b"]["c"]`; strict, unlike `paths`.

Source: `sdk/go/common/resource/properties_path.go` of pulumi/pulumi, the strict form.
"""

from __future__ import annotations

import re

_QUOTED = re.compile(r'\["((?:\\"|[^"])*)"\]')
_INDEX = re.compile(r"\[(\*|[-+]?[0-9]+)\]")
_NAME = re.compile(r"[^.\[]+")


def parse(text: str) -> list[str | int]:
    """Return the path's elements: names as str, indexes as int, `[*]` as "*".

    Raises:
        ValueError: The text is not a path; the message says at which character.

    """
    elements: list[str | int] = []
    at = 0
    while at < len(text):
        dot = text[at] == "."
        at += dot
        if dot and (at == 1 or at == len(text) or text[at] in ".["):
            raise _bad(text, at, "a name is expected")
        if match := _QUOTED.match(text, at):
            elements.append(match[1].replace('\\"', '"'))
        elif match := _INDEX.match(text, at):
            elements.append("*" if match[1] == "*" else int(match[1]))
        elif not (match := _NAME.match(text, at)):
            raise _bad(text, at, 'an index such as [0] or ["name"] is expected')
        else:
            elements.append(match[0])
        at = match.end()
    return elements


def join(elements: list[str | int]) -> str:
    """Return the text of a path, as `parse` reads it."""
    parts: list[str] = []
    for element in elements:
        if isinstance(element, int):
            parts.append(f"[{element}]")
        elif element and not re.search(r'[.\["\]]', element):
            parts.append(f".{element}" if parts else element)
        else:
            parts.append('["' + element.replace('"', '\\"') + '"]')
    return "".join(parts)


def _bad(text: str, at: int, problem: str) -> ValueError:
    return ValueError(f"{text!r} is not a property path: {problem} at character {at + 1}")

"""The variables of a Dockerfile: what ARG and ENV say, and what a word with variables in it then is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from components.images import parse

Values: TypeAlias = Mapping[str, str | None]
"""By name; None is declared, but only the builder knows its value."""

_USE = re.compile(r"\\(?P<escaped>.)|\$(?:(?P<plain>\w+)|\{(?P<name>\w+)(?P<rest>[^}]*)\})")


def arguments(found: Sequence[parse.Instruction]) -> dict[str, str | None]:
    """Return the names that ARG declares, each with its default as written; None: it has none."""
    declared: dict[str, str | None] = {}
    for one in found:
        for word in _words(one.rest) if one.word == "ARG" else []:
            name, equals, value = word.partition("=")
            declared[name] = value if equals else None
    return declared


def declared(found: Sequence[parse.Instruction], given: Values, outside: Values) -> dict[str, str | None]:
    """Return what is set after `found`; `given` are the build's arguments, `outside` those before the first FROM."""
    values: dict[str, str | None] = {}
    for one in found:
        if one.word == "ARG":
            for name, default in arguments([one]).items():
                own = expand(default, values) if default is not None else outside.get(name)
                values[name] = given.get(name, own)
        elif one.word == "ENV":
            words = _words(one.rest)
            pairs = [word.partition("=") for word in words]
            legacy = bool(words) and "=" not in words[0]
            for name, _, value in [(words[0], " ", " ".join(words[1:]))] if legacy else pairs:
                values[name] = expand(value, values)
    return values


def expand(text: str, values: Values) -> str | None:
    """Return `text` with its variables put in; None: it hangs on one whose value is not known here."""
    out, end = "", 0
    for use in _USE.finditer(text):
        out, end = out + text[end : use.start()], use.end()
        if use["escaped"]:
            out += use["escaped"]
            continue
        value, rest = values.get(use["plain"] or use["name"]), use["rest"] or ""
        if rest.startswith(":-"):
            value = value or rest[2:]
        elif rest:
            value = None
        if value is None:
            return None
        out += value
    return out + text[end:]


def _words(text: str) -> list[str]:
    """Return the words without their quotes; a text whose quotes do not end says nothing here."""
    try:
        return shlex.split(text)
    except ValueError:
        return []

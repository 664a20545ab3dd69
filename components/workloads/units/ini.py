"""A unit file as data, and its text: sections of keys and values, of which a key may come several times. Pure.

Systemd replaces `%x` and `$X` in the command that Quadlet makes of a value, so both signs are doubled. Quadlet reads
some values as words with quotes and escapes and takes others as they stand: `words` is for the first, `plain` for
the rest (pkg/systemd/parser/unitfile.go and split.go of Podman 5.4.2, `LookupAllArgs` and `LookupAll`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

Section: TypeAlias = Sequence[tuple[str, str]]
"""Keys and values in their order, each value made by `plain` or `words`."""

File: TypeAlias = Mapping[str, Section]
"""Sections by name, in their order."""

ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def plain(text: str) -> str:
    """Return a value that is taken as it stands.

    Raises:
        ValueError: it would not be read back as it is: several lines, space around it, a backslash at its end.
    """
    if "\n" in text or "\r" in text or text != text.strip() or text.endswith("\\"):
        msg = f"{text!r} cannot stand in a unit file"
        raise ValueError(msg)
    return _doubled(text)


def words(*values: str) -> str:
    """Return words, each quoted, as they are read back one by one.

    Raises:
        ValueError: a word at which reading ends: an empty one for Quadlet, a semicolon alone for systemd.
    """
    if lost := [value for value in values if value in ("", ";")]:
        msg = f"the word {lost[0]!r} cannot stand in a unit file"
        raise ValueError(msg)
    return " ".join(f'"{"".join(ESCAPES.get(sign, sign) for sign in _doubled(value))}"' for value in values)


def dump(file: File) -> str:
    """Return the text of a unit file; sections without keys are left out."""
    sections = ("".join([f"[{name}]\n", *(f"{key}={value}\n" for key, value in keys)]) for name, keys in file.items())
    return "\n".join(text for text, keys in zip(sections, file.values(), strict=True) if keys)


def _doubled(text: str) -> str:
    return text.replace("%", "%%").replace("$", "$$")

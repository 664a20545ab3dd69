"""Property values as the engine holds them: plain Python, plus the few things JSON has no word for.

A value is None, bool, int, float, str, a list of values, a dict from str to value, or one of the classes below.
Numbers are what the wire gives (float); a whole number is kept as int, so that it prints and compares as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, final


@final
class Unknown:
    """A value that only an effect can tell; the single instance is `UNKNOWN`."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        msg = "an unknown value has no truth"
        raise TypeError(msg)


UNKNOWN: Final = Unknown()


@dataclass(frozen=True)
class Secret:
    """A value that is never shown and never stored in clear."""

    value: Value


@dataclass(frozen=True)
class Asset:
    """One file: exactly one of text, path, uri is set. `hash` is the hex SHA-256 of the content."""

    hash: str = ""
    text: str | None = None
    path: str | None = None
    uri: str | None = None


@dataclass(frozen=True)
class Archive:
    """A tree of files: exactly one of assets, path, uri is set."""

    hash: str = ""
    assets: dict[str, Value] | None = None
    path: str | None = None
    uri: str | None = None


@dataclass(frozen=True)
class Reference:
    """A resource given as a value. `id` is UNKNOWN before it exists, None for a component."""

    urn: str
    id: str | Unknown | None = None
    version: str = ""


@dataclass(frozen=True)
class OutputValue:
    """A value with the URNs it depends on; `value` is UNKNOWN while it is not known."""

    value: Value
    dependencies: list[str] = field(default_factory=list[str])


Value: TypeAlias = Any
"""The union above; recursive, so the checker is given `Any` and the functions of this package narrow it."""

Values: TypeAlias = dict[str, Any]

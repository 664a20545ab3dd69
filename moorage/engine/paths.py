"""Property paths as Pulumi writes them: `ports[0].external`, `labels["a.b"]`, `env[*]`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]


class PathError(ValueError):
    """A text that is no property path."""


def parse(text: str) -> Path:
    """Split a path into keys (str) and indices (int); `*` stands for any of them."""
    if text.startswith("."):
        raise PathError(f"{text}: a property path starts with a name or an index")
    elements: list[str | int] = []
    rest = text
    while rest:
        if rest[0] == ".":
            rest = rest[1:]
            if not rest:
                raise PathError(f"{text}: a property path ends with a name or an index")
        if rest[0] == "[":
            element, rest = _index(rest, text)
            elements.append(element)
            continue
        end = min((at for at in (rest.find("."), rest.find("[")) if at >= 0), default=len(rest))
        elements.append(rest[:end])
        rest = rest[end:]
    return tuple(elements)


def _index(rest: str, text: str) -> tuple[str | int, str]:
    if rest.startswith('["'):
        key, at = "", 2
        while at < len(rest) and rest[at] != '"':
            if rest[at] == "\\" and rest[at + 1 : at + 2] == '"':
                at += 1
            key += rest[at]
            at += 1
        if rest[at : at + 2] != '"]':
            raise PathError(f'{text}: a quoted key ends with "]')
        return key, rest[at + 2 :]
    end = rest.find("]")
    if end < 0:
        raise PathError(f"{text}: an index ends with ]")
    segment = rest[1:end]
    if segment == "*":
        return "*", rest[end + 1 :]
    if not segment.lstrip("-").isdigit():
        raise PathError(f"{text}: an index is a number, a quoted key or *, not {segment!r}")
    return int(segment), rest[end + 1 :]


def text(path: Sequence[str | int]) -> str:
    """Write a path; the reverse of `parse` for keys that are not empty."""
    out = ""
    for element in path:
        if isinstance(element, int):
            out += f"[{element}]"
        elif element.replace("_", "a").isalnum() and element.isascii():
            out += f".{element}" if out else element
        else:
            escaped = element.replace('"', '\\"')
            out += f'["{escaped}"]'
    return out


def contains(pattern: Path, path: Path) -> bool:
    """Say whether a path is the pattern itself or lies below it; `*` matches any one element."""
    if len(path) < len(pattern):
        return False
    return all(want in ("*", have) for want, have in zip(pattern, path, strict=False))

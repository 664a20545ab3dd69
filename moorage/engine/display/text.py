"""Values as text: quoted, indented, secrets and unknown ones by name only."""

from __future__ import annotations

import difflib
import json
from typing import Any, cast

from moorage.engine.state import propertyjson

SECRET = "[secret]"  # noqa: S105 # what is shown instead of one
UNKNOWN = "[unknown]"
_BEFORE = 20  # characters shown before the first one that differs
_LONGEST = 150  # characters of one text in a diff, as in the CLI


def short(value: Any) -> str:
    """Return a value on one line, long text cut."""
    match value:
        case dict() if propertyjson.SIGNATURE in value:
            return _special(cast("dict[str, Any]", value))
        case dict():
            entries = shown(cast("dict[str, Any]", value))
            return "{" + ", ".join(f"{key}: {short(item)}" for key, item in entries.items()) + "}"
        case list():
            return "[" + ", ".join(short(item) for item in cast("list[Any]", value)) + "]"
        case str() if value != propertyjson.UNKNOWN:
            return json.dumps(value if len(value) <= _LONGEST else value[:_LONGEST] + "...", ensure_ascii=False)
        case _:
            return _word(value)


def block(name: str, value: Any, indent: int, width: int = 0) -> list[str]:
    """Return `name: value` on as many lines as its maps and lists need; `width` aligns the colons."""
    pad = " " * indent
    head = f"{pad}{name.ljust(width)}: "
    if isinstance(value, dict) and propertyjson.SIGNATURE not in value:
        entries = shown(cast("dict[str, Any]", value))
        if not entries:
            return [head + "{}"]
        inner = max(len(key) for key in entries)
        lines = [line for key, item in entries.items() for line in block(key, item, indent + 4, inner)]
        return [head + "{", *lines, pad + "}"]
    if isinstance(value, list) and value:
        items = cast("list[Any]", value)
        lines = [line for at, item in enumerate(items) for line in block(f"[{at}]", item, indent + 4)]
        return [head + "[", *lines, pad + "]"]
    return [head + (short(value) if not isinstance(value, str) else _whole(value))]


def apart(old: Any, new: Any) -> tuple[str, str]:
    """Return two values on one line each; of two long texts, the part in which they begin to differ."""
    if not (isinstance(old, str) and isinstance(new, str)) or max(len(old), len(new)) <= _LONGEST:
        return short(old), short(new)
    same = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )
    start = max(same - _BEFORE, 0)
    cut = "..." if start else ""
    return short(cut + old[start:]), short(cut + new[start:])


def lines(old: str, new: str) -> list[tuple[str, str]]:
    """Return two texts of several lines as one: sign (`+`, `-` or a blank) and line, with a line around each change."""
    found = difflib.unified_diff(old.splitlines(), new.splitlines(), n=1, lineterm="")
    return [("...", "") if line.startswith("@@") else (line[0], line[1:]) for line in list(found)[2:]]


def shown(values: dict[str, Any]) -> dict[str, Any]:
    """Return the entries that are for people, by name: those that start with `__` are the providers' own."""
    return {key: values[key] for key in sorted(values) if not key.startswith("__")}


def _whole(value: str) -> str:
    return UNKNOWN if value == propertyjson.UNKNOWN else json.dumps(value, ensure_ascii=False)


def _word(value: Any) -> str:
    if value is None:
        return "<null>"
    return UNKNOWN if value == propertyjson.UNKNOWN else json.dumps(value, ensure_ascii=False)


def _special(value: dict[str, Any]) -> str:
    if "ciphertext" in value or "plaintext" in value:
        return SECRET
    if "urn" in value:
        return f"<{value['urn']}>"
    kind = "archive" if "assets" in value else "asset"
    what = value.get("path") or value.get("uri") or ("text" if "text" in value else "files")
    digest = str(value.get("hash", ""))[:7]
    return f"{kind}({what}, {digest})" if digest else f"{kind}({what})"

"""JSON text as Go's encoding/json writes it: keys sorted, no spaces, HTML characters escaped."""

from __future__ import annotations

import json
from typing import Any, cast

_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
_LINES = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029"})
_FULL_BELOW = 1e21  # Go writes a float in full below this and with an exponent from here on


def text(value: Any, *, html: bool = True, sort: bool = True, indent: int | None = None) -> str:
    """Return the text; `html` escapes `<`, `>` and `&` as Go does unless told otherwise.

    With `indent` it is for people: that many spaces per level.

    Raises:
        ValueError: A number is not finite; JSON has no word for it.

    """
    between = (",", ":") if indent is None else (",", ": ")
    plain = json.dumps(
        whole(value), ensure_ascii=False, allow_nan=False, separators=between, sort_keys=sort, indent=indent
    ).translate(_LINES)
    return plain.translate(_HTML) if html else plain


def whole(value: Any) -> Any:
    """Return the value with whole floats as int: Go prints 2.0 as `2`."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _FULL_BELOW else value
    if isinstance(value, dict):
        return {key: whole(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [whole(item) for item in cast("list[Any]", value)]
    return value

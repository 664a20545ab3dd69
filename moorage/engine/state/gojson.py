"""JSON text as Go's encoding/json writes it: keys sorted, no spaces, HTML characters escaped."""

from __future__ import annotations

import json
from typing import Any, cast

_HTML = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
_LINES = {"\u2028": "\\u2028", "\u2029": "\\u2029"}
_FULL_BELOW = 1e21  # Go writes a float in full below this and with an exponent from here on


def text(
    value: Any, *, html: bool = True, sort: bool = True, indent: int | None = None, whole_already: bool = False
) -> str:
    """Return the text; `html` escapes `<`, `>` and `&` as Go does unless told otherwise.

    With `indent` it is for people: that many spaces per level. `whole_already` promises that no float in it is whole.

    Raises:
        ValueError: A number is not finite; JSON has no word for it.

    """
    between = (",", ":") if indent is None else (",", ": ")
    result = json.dumps(
        value if whole_already else whole(value),
        ensure_ascii=False,
        allow_nan=False,
        separators=between,
        sort_keys=sort,
        indent=indent,
    )
    # outside of strings JSON has none of these characters
    for character, escape in (_LINES | _HTML if html else _LINES).items():
        result = result.replace(character, escape)
    return result


def whole(value: Any) -> Any:
    """Return the value with whole floats as int: Go prints 2.0 as `2`."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _FULL_BELOW else value
    if isinstance(value, dict):
        return {key: whole(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [whole(item) for item in cast("list[Any]", value)]
    return value

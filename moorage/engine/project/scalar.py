"""One YAML scalar, by the rules of Go's yaml.v3, which is what the Pulumi CLI reads with.

Source: `resolve.go` of gopkg.in/yaml.v3.
"""

from __future__ import annotations

import re

_WORDS: dict[str, object] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
_INTEGER = re.compile(r"[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_TIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[Tt ](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?(Z|[-+]\d\d:\d\d)?)?"
)
_BASES = {"x": 16, "b": 2, "o": 8}


def plain(word: str) -> object:
    """Return what an unquoted word means: None, bool, int, float or str.

    Raises:
        ValueError: A number is not finite; configuration has no place for it.

    """
    if word in _WORDS:
        return _WORDS[word]
    if _NOT_FINITE.fullmatch(word):
        msg = f"{word} is not a number that can be used here"
        raise ValueError(msg)
    if moment := _TIME.fullmatch(word):
        return _time(moment)
    digits = word.replace("_", "")
    if _INTEGER.fullmatch(digits):
        return _integer(digits)
    if word[0] in "+-.0123456789" and _FLOAT.fullmatch(digits):
        return float(digits)
    return word


def tagged(word: str, tag: object) -> object:
    """Return the value of a quoted or explicitly tagged word.

    Raises:
        ValueError: The tag is not one of YAML's own, or the word does not fit it.

    """
    name = str(tag).removeprefix("tag:yaml.org,2002:").removeprefix("!!")
    match name:
        case "str":
            return word
        case "int" | "float" | "bool" | "null":
            value = plain(word)
            if name == "float" and isinstance(value, int) and not isinstance(value, bool):
                return float(value)
            kinds = {"int": int, "float": float, "bool": bool, "null": type(None)}
            if type(value) is not kinds[name]:
                msg = f"{word!r} is not {name}"
                raise ValueError(msg)
            return value
        case _:
            msg = f"unknown tag {tag}; allowed: !!str, !!int, !!float, !!bool, !!null"
            raise ValueError(msg)


def _integer(digits: str) -> int:
    sign = -1 if digits.startswith("-") else 1
    body = digits.lstrip("+-").lower()
    if len(body) > 1 and body[0] == "0":
        return sign * (int(body[2:], _BASES[body[1]]) if body[1] in _BASES else int(body, 8))
    return sign * int(body)


def _time(moment: re.Match[str]) -> str:
    """Return what Go's time.Time prints, which is what ends up in a configuration value."""
    year, month, day, hour, minute, second, fraction, zone = moment.groups(default="")
    clock = f"{int(hour or 0):02}:{int(minute or 0):02}:{int(second or 0):02}"
    fraction = fraction.rstrip("0")
    offset = "+0000 UTC" if zone in {"", "Z", "+00:00"} else " ".join([zone.replace(":", "")] * 2)
    return f"{year}-{int(month):02}-{int(day):02} {clock}{'.' + fraction if fraction else ''} {offset}"

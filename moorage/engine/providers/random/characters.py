"""RandomString and RandomPassword: characters of chosen sets, each at least so many times."""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping

import bcrypt

from moorage.engine import values
from moorage.engine.providers import kind, protocol, shapes
from moorage.engine.providers.random import keepers

_SPECIAL = "!@#$%&*()-_=+[]{}<>:?"
_SETS: Mapping[str, str] = {"upper": string.ascii_uppercase, "lower": string.ascii_lowercase, "numeric": string.digits}
_MINIMA: Mapping[str, str] = {
    "upper": "minUpper",
    "lower": "minLower",
    "numeric": "minNumeric",
    "special": "minSpecial",
}
_BCRYPT_BYTES = 72
"""bcrypt reads no more of a password; the real provider cuts there too."""
_BCRYPT_ROUNDS = 10
"""bcrypt.DefaultCost of golang.org/x/crypto."""

_FIELDS = {
    "length": shapes.Field(shapes.INTEGER, required=True),
    "keepers": keepers.FIELD,
    **{key: shapes.Field(shapes.BOOLEAN) for key in ("upper", "lower", "numeric", "number", "special")},
    **{key: shapes.Field(shapes.INTEGER) for key in _MINIMA.values()},
    "overrideSpecial": shapes.Field(shapes.STRING),
}


def generate(full: values.Values) -> str:
    """Return `length` random characters: each set's minimum, the rest from all chosen sets, in random order."""
    sets = {**_SETS, "special": full.get("overrideSpecial") or _SPECIAL}
    every = "".join(chars for name, chars in sets.items() if full[name])
    drawn = [secrets.choice(sets[name]) for name, least in _MINIMA.items() for _ in range(full[least])]
    drawn += [secrets.choice(every) for _ in range(full["length"] - len(drawn))]
    secrets.SystemRandom().shuffle(drawn)
    return "".join(drawn)


def defaults(inputs: values.Values) -> values.Values:
    """Return the defaults: every set, no minimum; `number` is the old name of `numeric`, and follows it."""
    numeric = inputs.get("numeric", inputs.get("number", True))
    number = inputs.get("number", numeric)
    sets = {"upper": True, "lower": True, "special": True, "numeric": numeric, "number": number}
    return {**sets, **dict.fromkeys(_MINIMA.values(), 0)}


def check(inputs: values.Values) -> list[protocol.Failure]:
    """Return what cannot be drawn: too short, nothing to draw from, two names that disagree."""
    full = {**defaults(inputs), **inputs}
    wrong: list[protocol.Failure] = []
    if any(isinstance(value, values.Unknown) for value in full.values()):
        return wrong
    if full["length"] < 1:
        wrong.append(protocol.Failure("length", f"must be at least 1, not {full['length']}"))
    wrong += [protocol.Failure(key, "must be at least 0") for key in _MINIMA.values() if full[key] < 0]
    least = sum(full[key] for key in _MINIMA.values())
    if not wrong and full["length"] < least:
        wrong.append(protocol.Failure("length", f"must be at least {least}, the sum of {', '.join(_MINIMA.values())}"))
    if full["number"] != full["numeric"]:
        wrong.append(protocol.Failure("number", "must be the same as numeric, whose old name it is"))
    if not any(full[name] for name in (*_SETS, "special")):
        wrong.append(protocol.Failure("numeric", "at least one of upper, lower, numeric, special must be true"))
    return wrong


def bcrypt_hash(text: str) -> str:
    """Return the bcrypt hash of a text, of its first 72 bytes if it is longer."""
    return bcrypt.hashpw(text.encode()[:_BCRYPT_BYTES], bcrypt.gensalt(_BCRYPT_ROUNDS, b"2a")).decode()


def _make_string(full: values.Values) -> tuple[str, values.Values]:
    result = generate(full)
    return result, {"result": result}


def _make_password(full: values.Values) -> tuple[str, values.Values]:
    result = generate(full)
    return "none", {"result": result, "bcryptHash": bcrypt_hash(result)}


def _taken(text: str) -> values.Values:
    sets = dict.fromkeys(("upper", "lower", "numeric", "number", "special"), True)
    return {"length": len(text.encode()), **sets}


def _take_string(id: str) -> tuple[str, values.Values, values.Values]:
    return id, _taken(id), {"result": id}


def _take_password(id: str) -> tuple[str, values.Values, values.Values]:
    return "none", _taken(id), {"result": id, "bcryptHash": bcrypt_hash(id)}


def _stays(name: str, before: values.Value, after: values.Value) -> bool:
    # an empty `overrideSpecial` was never used
    unused = name == "overrideSpecial" and before == "" and after is None
    return unused or keepers.say_the_same(name, before, after)


STRING = kind.Kind(
    _FIELDS,
    ("result",),
    _make_string,
    _take_string,
    defaults,
    check,
    stays=_stays,
    schema_version=2,
)

PASSWORD = kind.Kind(
    _FIELDS,
    ("result", "bcryptHash"),
    _make_password,
    _take_password,
    defaults,
    check,
    secret=("result", "bcryptHash"),
    stays=_stays,
    schema_version=3,
)

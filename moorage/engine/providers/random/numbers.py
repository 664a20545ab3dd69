"""RandomId, RandomBytes and RandomInteger: random bytes and numbers, written in several ways."""

from __future__ import annotations

import base64
import binascii
import secrets

from moorage.engine import values
from moorage.engine.providers import kind, protocol, shapes
from moorage.engine.providers.random import keepers, seeds


def written(raw: bytes, prefix: str) -> values.Values:
    """Return RandomId's outputs for some bytes; `b64Url` and the id have no padding."""
    return {
        "b64Std": prefix + base64.b64encode(raw).decode(),
        "b64Url": prefix + url(raw),
        "hex": prefix + raw.hex(),
        "dec": f"{prefix}{int.from_bytes(raw)}",
    }


def url(raw: bytes) -> str:
    """Return bytes in the URL-safe base64 alphabet, unpadded."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _make_id(full: values.Values) -> tuple[str, values.Values]:
    raw = secrets.token_bytes(full["byteLength"])
    return url(raw), written(raw, full.get("prefix", ""))


def _take_id(id: str) -> tuple[str, values.Values, values.Values]:
    prefix, _, text = id.rpartition(",")
    raw = _decoded(text + "=" * (-len(text) % 4), "-_", f"{id}: not <prefix>,<unpadded URL-safe base64>")
    return text, {"byteLength": len(raw), **({"prefix": prefix} if prefix else {})}, written(raw, prefix)


def _make_bytes(full: values.Values) -> tuple[str, values.Values]:
    return _both(secrets.token_bytes(full["length"]))


def _take_bytes(id: str) -> tuple[str, values.Values, values.Values]:
    raw = _decoded(id, "+/", f"{id}: not base64")
    text, outputs = _both(raw)
    return text, {"length": len(raw)}, outputs


def _both(raw: bytes) -> tuple[str, values.Values]:
    text = base64.b64encode(raw).decode()
    return text, {"base64": text, "hex": raw.hex()}


def _decoded(text: str, alphabet: str, wrong: str) -> bytes:
    try:
        return base64.b64decode(text, alphabet.encode(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise protocol.ProviderError(wrong) from error


def _make_integer(full: values.Values) -> tuple[str, values.Values]:
    number = full["min"] + seeds.source(full.get("seed", "")).below(full["max"] + 1 - full["min"])
    return str(number), {"result": number}


def _take_integer(id: str) -> tuple[str, values.Values, values.Values]:
    try:
        first, second, third, *seed = id.split(",", 3)
        result, least, most = int(first), int(second), int(third)
    except ValueError as error:
        raise protocol.ProviderError(f"{id}: not <result>,<min>,<max> or <result>,<min>,<max>,<seed>") from error
    return str(result), {"min": least, "max": most, **({"seed": seed[0]} if seed else {})}, {"result": result}


def _at_least_one(key: str) -> list[protocol.Failure]:
    return [protocol.Failure(key, "must be at least 1")]


def _check_id(inputs: values.Values) -> list[protocol.Failure]:
    length = inputs["byteLength"]
    return [] if isinstance(length, values.Unknown) or length >= 1 else _at_least_one("byteLength")


def _check_bytes(inputs: values.Values) -> list[protocol.Failure]:
    length = inputs["length"]
    return [] if isinstance(length, values.Unknown) or length >= 1 else _at_least_one("length")


def _check_integer(inputs: values.Values) -> list[protocol.Failure]:
    least, most = inputs["min"], inputs["max"]
    if isinstance(least, values.Unknown) or isinstance(most, values.Unknown) or least <= most:
        return []
    return [protocol.Failure("min", f"must be at most max, {most}, not {least}")]


ID = kind.Kind(
    {
        "byteLength": shapes.Field(shapes.INTEGER, required=True),
        "keepers": keepers.FIELD,
        "prefix": shapes.Field(shapes.STRING),
    },
    ("b64Std", "b64Url", "dec", "hex"),
    _make_id,
    _take_id,
    check=_check_id,
    stays=keepers.say_the_same,
)

BYTES = kind.Kind(
    {"length": shapes.Field(shapes.INTEGER, required=True), "keepers": keepers.FIELD},
    ("base64", "hex"),
    _make_bytes,
    _take_bytes,
    check=_check_bytes,
    secret=("base64", "hex"),
    has_id=False,
)

INTEGER = kind.Kind(
    {
        "min": shapes.Field(shapes.INTEGER, required=True),
        "max": shapes.Field(shapes.INTEGER, required=True),
        "keepers": keepers.FIELD,
        "seed": shapes.Field(shapes.STRING),
    },
    ("result",),
    _make_integer,
    _take_integer,
    check=_check_integer,
    blank=("seed",),
    stays=keepers.say_the_same,
)

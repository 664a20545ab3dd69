"""Property values as the checkpoint's JSON has them; signatures mark what JSON has no word for.

Source: `pkg/resource/stack/deployment.go` and `sdk/go/common/resource/sig` of pulumi/pulumi.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Callable
from typing import Any, cast

from moorage.engine import values
from moorage.engine.state import gojson
from moorage.engine.values import Value

SIGNATURE = "4dabf18193072939515e22adb298388d"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 # a signature, no secret
_ASSET = "c44067f5952c0a294b673a41bacd8c17"
_ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"
_FLOAT = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c"
_BYTES = "803fd3297a5875dc03ca845dda5d2a98"

_HEX = re.compile("[0-9a-fA-F]{16}")
_ATOMS = frozenset({type(None), bool, int, str})
"""What is the same in JSON: most of a state, and so worth a short cut."""

Seal = Callable[[str, str], str]
"""From the place (a path, unique in its row) and a text to the other text: plain to cipher, or back."""


class EncodingError(Exception):
    """JSON that is no property value; the text is one line."""


def encode(value: Value, seal: Seal, place: str = "") -> Any:
    """Return the JSON data of a value; `seal` gets the JSON text of each secret and returns its ciphertext."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return (
                gojson.whole(value) if math.isfinite(value) else _signed(_FLOAT, value=struct.pack(">d", value).hex())
            )
        case list():
            items = cast("list[Value]", value)
            return [
                item if type(item) in _ATOMS else encode(item, seal, f"{place}[{at}]") for at, item in enumerate(items)
            ]
        case dict():
            entries = cast("dict[str, Value]", value)
            return {
                key: item if type(item := entries[key]) in _ATOMS else encode(item, seal, f"{place}.{key}")
                for key in sorted(entries)
            }
        case values.Unknown():
            return UNKNOWN
        case values.Secret():
            # what is inside needs no second lock: its own secrets are only marked
            text = gojson.text(encode(value.value, _open))
            return _signed(_SECRET, ciphertext=seal(place, text))
        case values.OutputValue():
            return encode(value.value, seal, place)
        case values.Asset():
            return _signed(_ASSET, hash=value.hash, path=value.path, text=value.text, uri=value.uri)
        case values.Archive():
            assets = (
                None
                if value.assets is None
                else {key: encode(item, seal, f"{place}.{key}") for key, item in sorted(value.assets.items())}
            )
            return _signed(_ARCHIVE, assets=assets, hash=value.hash, path=value.path, uri=value.uri)
        case values.Reference():
            identity = "" if isinstance(value.id, values.Unknown) else value.id
            known = {} if identity is None else {"id": identity}
            return {SIGNATURE: REFERENCE, **known, "packageVersion": value.version, "urn": value.urn}
        case _:
            msg = f"a {type(value).__name__} is no property value"
            raise EncodingError(msg)


def decode_all(data: dict[str, Any], unseal: Seal, place: str) -> values.Values:
    """Return the values of a resource by name; see `decode`."""
    if SIGNATURE in data:
        raise _incomplete(data, place)
    return decode(data, unseal, place)


def decode(data: Any, unseal: Seal, place: str = "") -> Value:
    """Return the value of JSON data; `unseal` gets each ciphertext and returns the JSON text in it.

    Raises:
        EncodingError: The data has a signature that is unknown or incomplete.

    """
    match data:
        case str():
            return values.UNKNOWN if data == UNKNOWN else data
        case list():
            items = cast("list[Any]", data)
            return [
                item if type(item) in _ATOMS and item != UNKNOWN else decode(item, unseal, f"{place}[{at}]")
                for at, item in enumerate(items)
            ]
        case dict():
            entries = cast("dict[str, Any]", data)
            if SIGNATURE in entries:
                return _special(entries, unseal, place)
            return {
                key: item if type(item) in _ATOMS and item != UNKNOWN else decode(item, unseal, f"{place}.{key}")
                for key, item in entries.items()
            }
        case _:
            return gojson.whole(data)


def _special(data: dict[str, Any], unseal: Seal, place: str) -> Value:
    match data:
        case {"plaintext": str(text)} if data[SIGNATURE] == _SECRET:
            return values.Secret(_inside(text, place))
        case {"ciphertext": str(text)} if data[SIGNATURE] == _SECRET:
            return values.Secret(_inside(unseal(place, text), place))
        case _ if data[SIGNATURE] == _ASSET and _texts(data, "hash", "path", "uri", "text"):
            path, uri = data.get("path"), data.get("uri")
            text = data.get("text", None if path or uri else "")  # the CLI leaves out an empty text
            return values.Asset(data.get("hash") or "", text, path, uri)
        case _ if data[SIGNATURE] == _ARCHIVE and _texts(data, "hash", "path", "uri"):
            assets: Any = data.get("assets")
            if not isinstance(assets, dict | None):
                raise _incomplete(data, place)
            parts = cast("dict[str, Any] | None", assets)
            content = parts and {key: decode(item, unseal, f"{place}.{key}") for key, item in parts.items()}
            if not all(isinstance(each, values.Asset | values.Archive) for each in (content or {}).values()):
                raise _incomplete(data, place)
            return values.Archive(data.get("hash") or "", content, data.get("path"), data.get("uri"))
        case {"urn": str(urn)} if data[SIGNATURE] == REFERENCE and _texts(data, "id", "packageVersion"):
            identity = values.UNKNOWN if data.get("id") == "" else data.get("id")
            return values.Reference(urn, identity, data.get("packageVersion") or "")
        case {"value": str(text)} if data[SIGNATURE] == _FLOAT and _HEX.fullmatch(text):
            return struct.unpack(">d", bytes.fromhex(text))[0]
        case _ if data[SIGNATURE] == _BYTES:
            msg = f"{place.lstrip('.')}: text that is not UTF-8 needs the pulumi CLI"
            raise EncodingError(msg)
        case _:
            raise _incomplete(data, place)


def _incomplete(data: dict[str, Any], place: str) -> EncodingError:
    return EncodingError(f"{place.lstrip('.')}: unknown or incomplete signature {data[SIGNATURE]!r}")


def _texts(data: dict[str, Any], *names: str) -> bool:
    return all(isinstance(data.get(name), str | None) for name in names)


def _inside(text: str, place: str) -> Value:
    """Return the value in a secret's JSON text."""
    try:
        return decode(json.loads(text), _open)
    except (ValueError, RecursionError):
        msg = f"{place.lstrip('.')}: a secret holds no JSON"
        raise EncodingError(msg) from None


def _open(_place: str, text: str) -> str:
    return text


def _signed(signature: str, **fields: Any) -> dict[str, Any]:
    return {SIGNATURE: signature, **{key: value for key, value in fields.items() if value not in (None, "")}}

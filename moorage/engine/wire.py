"""Protobuf Struct <-> engine values: secrets, unknowns, assets, archives, references, output values. Pure.

The signatures and the sentinel of unknown values are those of Pulumi's SDKs (sdk/go/common/resource/sig).
"""

from __future__ import annotations

from typing import Any, Final, assert_never, cast

from google.protobuf import struct_pb2

from moorage.engine import values

UNKNOWN_TEXT: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 -- a type tag, not a secret
_ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
_ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
_RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
_OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

# What stands for an unknown value of each type (sdk/go/common/resource/plugin/rpc.go); SDKs in Python send the first.
_UNKNOWNS: Final = frozenset(
    {
        UNKNOWN_TEXT,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)


def decode(message: struct_pb2.Struct) -> values.Values:
    """Return a message's fields."""
    return {key: _value(value) for key, value in message.fields.items()}


def decode_value(message: struct_pb2.Value) -> values.Value:
    """Return a single value; None for null and for one that was not set."""
    return _value(message)


def _value(message: struct_pb2.Value) -> Any:
    match message.WhichOneof("kind"):
        case "string_value":
            text = message.string_value
            return values.UNKNOWN if text in _UNKNOWNS else text
        case "bool_value":
            return message.bool_value
        case "number_value":
            number = message.number_value
            return int(number) if number.is_integer() else number
        case "list_value":
            return [_value(item) for item in message.list_value.values]
        case "struct_value":
            fields = message.struct_value.fields
            if _SIGNATURE in fields:
                return _special({key: _value(value) for key, value in fields.items()})
            return decode(message.struct_value)
        case _:
            return None


def _special(fields: dict[str, Any]) -> Any:
    signature = fields.pop(_SIGNATURE)
    match signature:
        case value if value == _SECRET:
            return values.Secret(fields.get("value"))
        case value if value == _OUTPUT:
            inner = fields.get("value", values.UNKNOWN)
            held = values.Secret(inner) if fields.get("secret") else inner
            return values.OutputValue(held, cast("list[str]", fields.get("dependencies") or []))
        case value if value == _ASSET:
            return values.Asset(fields.get("hash") or "", fields.get("text"), fields.get("path"), fields.get("uri"))
        case value if value == _ARCHIVE:
            return values.Archive(fields.get("hash") or "", fields.get("assets"), fields.get("path"), fields.get("uri"))
        case value if value == _RESOURCE:
            # an empty id is that of a resource that does not exist yet; no id at all is a component's
            known = values.UNKNOWN if fields.get("id") == "" else fields.get("id")
            return values.Reference(fields["urn"], known, fields.get("packageVersion") or "")
        case _:
            raise ValueError(f"a value carries the unknown signature {signature}")


def encode(plain: values.Values) -> struct_pb2.Struct:
    """Return the message of a map of values; the reverse of `decode`."""
    message = struct_pb2.Struct()
    for key, value in plain.items():
        _fill(message.fields[key], value)
    return message


def _tagged(signature: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {_SIGNATURE: signature, **{key: value for key, value in fields.items() if value is not None}}


def _fill(message: struct_pb2.Value, value: Any) -> None:
    match value:
        case None:
            message.null_value = struct_pb2.NULL_VALUE
        case values.Unknown():
            message.string_value = UNKNOWN_TEXT
        case bool():
            message.bool_value = value
        case int() | float():
            message.number_value = value
        case str():
            message.string_value = value
        case list():
            message.list_value.SetInParent()
            for item in cast("list[Any]", value):
                _fill(message.list_value.values.add(), item)
        case dict():
            message.struct_value.SetInParent()
            for key, item in cast("dict[str, Any]", value).items():
                _fill(message.struct_value.fields[key], item)
        case values.Secret():
            _fill(message, {_SIGNATURE: _SECRET, "value": value.value})
        case values.OutputValue():
            _fill(message, _output(value))
        case values.Asset() | values.Archive() | values.Reference():
            _fill(message, plain(value))
        case _:
            raise TypeError(f"{type(value).__name__} is no property value")


def plain(value: values.Asset | values.Archive | values.Reference) -> dict[str, Any]:
    """Return the map that stands for an asset, an archive or a resource on the wire and in JSON."""
    match value:
        case values.Asset():
            return _tagged(_ASSET, {"hash": value.hash, "text": value.text, "path": value.path, "uri": value.uri})
        case values.Archive():
            fields = {"hash": value.hash, "assets": value.assets, "path": value.path, "uri": value.uri}
            return _tagged(_ARCHIVE, fields)
        case values.Reference():
            known = "" if isinstance(value.id, values.Unknown) else value.id
            return _tagged(_RESOURCE, {"urn": value.urn, "id": known, "packageVersion": value.version or None})
        case _:
            assert_never(value)


def _output(value: values.OutputValue) -> dict[str, Any]:
    inner, secret = (value.value.value, True) if isinstance(value.value, values.Secret) else (value.value, None)
    fields: dict[str, Any] = {_SIGNATURE: _OUTPUT}
    if not isinstance(inner, values.Unknown):
        fields["value"] = inner
    if secret:
        fields["secret"] = True
    if value.dependencies:
        fields["dependencies"] = value.dependencies
    return fields

"""Protobuf Struct <-> JSON data, whole numbers as int."""

from __future__ import annotations

from typing import Any, cast

from google.protobuf import json_format, struct_pb2


def read(message: struct_pb2.Struct) -> dict[str, Any]:
    """Return a message's JSON data."""
    return cast("dict[str, Any]", _whole(json_format.MessageToDict(message)))


def write(data: dict[str, Any]) -> struct_pb2.Struct:
    """Return the message of JSON data."""
    return json_format.ParseDict(data, struct_pb2.Struct())


def _whole(value: Any) -> Any:
    match value:
        case float() if value.is_integer():
            return int(value)
        case dict():
            return {key: _whole(item) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [_whole(item) for item in cast("list[Any]", value)]
        case _:
            return value

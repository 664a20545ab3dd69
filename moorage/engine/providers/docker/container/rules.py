"""What a container's inputs must keep to beyond the types of the table. Pure."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any, cast

from moorage.engine.providers.protocol import Failure
from moorage.engine.values import UNKNOWN, Values

CONTENTS = ("content", "contentBase64", "source")


def failures(inputs: Values) -> list[Failure]:
    """Return what is not acceptable; what is unknown yet is."""
    found = [
        Failure(f"command[{index}]", "must not be empty")
        for index, word in enumerate(_list(inputs.get("command")))
        if word == ""
    ]
    for index, upload in _objects(inputs, "uploads"):
        found += _upload(f"uploads[{index}]", upload)
    for index, volume in _objects(inputs, "volumes"):
        if bool(volume.get("containerPath")) == bool(volume.get("fromContainer")):
            found.append(Failure(f"volumes[{index}]", "needs either containerPath or fromContainer"))
    return found


def _upload(path: str, upload: dict[str, Any]) -> list[Failure]:
    given = [key for key in CONTENTS if upload.get(key, "") != ""]
    if len(given) != 1:
        return [Failure(path, f"needs exactly one of {', '.join(CONTENTS)}")]
    try:
        base64.b64decode(upload.get("contentBase64") or "", validate=True)
    except (binascii.Error, ValueError, TypeError):
        if upload["contentBase64"] is not UNKNOWN:
            return [Failure(f"{path}.contentBase64", "is not base64")]
    return []


def _objects(inputs: Values, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for index, element in enumerate(_list(inputs.get(key))):
        if isinstance(element, dict):
            yield index, cast("dict[str, Any]", element)


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []

"""An exported state with its secrets in clear, as the CLI writes it: `plaintext` in the place of `ciphertext`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from moorage.engine.state import propertyjson


def reveal(data: Any, decrypt: Callable[[str], str]) -> Any:
    """Return the state's JSON data with each secret's JSON text in place of its ciphertext."""
    if isinstance(data, list):
        return [reveal(item, decrypt) for item in cast(list[Any], data)]
    if not isinstance(data, dict):
        return data
    entries = cast(dict[str, Any], data)
    if propertyjson.SIGNATURE in entries and isinstance(sealed := entries.get("ciphertext"), str):
        signature = entries[propertyjson.SIGNATURE]
        return {propertyjson.SIGNATURE: signature, "plaintext": decrypt(sealed)}
    return {key: reveal(item, decrypt) for key, item in entries.items()}


def opened(data: Any, decrypt: Callable[[str], str]) -> Any:
    """Return recorded JSON data with each secret's value in its place."""
    if isinstance(data, list):
        return [opened(item, decrypt) for item in cast(list[Any], data)]
    if not isinstance(data, dict):
        return data
    entries = cast(dict[str, Any], data)
    if propertyjson.SIGNATURE in entries and isinstance(sealed := entries.get("ciphertext"), str):
        return json.loads(decrypt(sealed))
    return {key: opened(item, decrypt) for key, item in entries.items()}

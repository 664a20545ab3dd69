"""A stack's outputs as plain JSON data, from its state: secrets blinded without a passphrase, or shown."""

from __future__ import annotations

from typing import Any, cast

from moorage.engine import urn, values
from moorage.engine.state import propertyjson
from moorage.engine.state.store import Store

BLIND = "[secret]"


def of(store: Store, *, show_secrets: bool) -> dict[str, Any]:
    """Return the outputs, sorted by name; empty before the first `up`."""
    if show_secrets:
        snapshot = store.load()
        rows = snapshot.resources if snapshot else []
        found = next((row.outputs for row in rows if row.type == urn.STACK_TYPE), dict[str, Any]())
        return dict(sorted(plain(found).items()))
    outputs = next((row.get("outputs") for row in recorded(store) if row["type"] == urn.STACK_TYPE), None)
    return dict(sorted(blind(outputs or {}).items()))


def recorded(store: Store) -> list[dict[str, Any]]:
    """Return the rows of the state as they are written."""
    return deployment(store).get("resources") or []


def deployment(store: Store) -> dict[str, Any]:
    """Return the state as it is written; empty before the first `up`."""
    exported = store.export()
    return (exported and exported["deployment"]) or {}


def urls(outputs: dict[str, Any]) -> dict[str, str]:
    """Return the URL of each output that is a mapping with one."""
    return _parts(outputs, "url")


def tunnels(outputs: dict[str, Any]) -> dict[str, str]:
    """Return the command that has to run here while an output's URL is open, of each that needs one."""
    return _parts(outputs, "tunnel")


def _parts(outputs: dict[str, Any], key: str) -> dict[str, str]:
    found = {name: cast(dict[str, Any], value) for name, value in outputs.items() if isinstance(value, dict)}
    return {name: str(value[key]) for name, value in found.items() if key in value}


def plain(value: Any) -> Any:
    """Return engine values as JSON data, secrets in clear."""
    return propertyjson.encode(_open(value), lambda _place, text: text)


def masked(value: Any) -> Any:
    """Return engine values as JSON data, secrets blinded."""
    return propertyjson.encode(_open(value, blinded=True), lambda _place, text: text)


def blind(data: Any) -> Any:
    """Return recorded JSON data with each secret blinded."""
    if isinstance(data, list):
        return [blind(item) for item in cast(list[Any], data)]
    if isinstance(data, dict):
        entries = cast(dict[str, Any], data)
        if propertyjson.SIGNATURE in entries and ("ciphertext" in entries or "plaintext" in entries):
            return BLIND
        return {key: blind(item) for key, item in sorted(entries.items())}
    return data


def _open(value: Any, *, blinded: bool = False) -> Any:
    match value:
        case values.Secret():
            return BLIND if blinded else _open(value.value)
        case values.OutputValue():
            return _open(value.value, blinded=blinded)
        case list():
            return [_open(item, blinded=blinded) for item in cast(list[Any], value)]
        case dict():
            return {key: _open(item, blinded=blinded) for key, item in cast(dict[str, Any], value).items()}
        case _:
            return value

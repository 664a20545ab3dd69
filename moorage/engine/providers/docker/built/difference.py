"""What of an image changed, by its inputs' names, as the real provider tells it. Pure."""

from __future__ import annotations

from moorage.engine import values
from moorage.engine.providers import narrow, protocol


def detailed(old: values.Values, new: values.Values) -> dict[str, protocol.PropertyDiff]:
    """Return the changed inputs; each one builds again, nothing replaces. A login that changes is none."""
    found: dict[str, protocol.DiffKind] = {}
    for key in sorted({*old, *new}):
        if key not in old:
            found[key] = "add"
        elif key not in new:
            found[key] = "delete"
        elif old[key] != new[key] and not (key == "registry" and _same_server(old[key], new[key])):
            found[key] = "update"
    return {key: protocol.PropertyDiff(kind, input=False) for key, kind in found.items()}


def _same_server(old: values.Value, new: values.Value) -> bool:
    if isinstance(new, values.Unknown):
        return False
    return narrow.record(old).get("server") == narrow.record(new).get("server")

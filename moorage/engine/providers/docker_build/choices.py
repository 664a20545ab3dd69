"""Caches and exports: each one of several kinds, and what the client is told of it. Pure."""

from __future__ import annotations

from moorage.engine import values
from moorage.engine.providers import narrow


def texts(given: values.Value) -> list[str]:
    """Return `type=...` for each entry; empty for one that is disabled or not known."""
    return [_text(narrow.record(one)) for one in narrow.sequence(given)]


def pushed(inputs: values.Values) -> bool:
    """Say whether the image goes to a registry, by `push` or by one of its exports."""
    told = [text.split(",") for text in texts(inputs.get("exports"))]
    by_export = ("type=registry" in one and "push=false" not in one for one in told)
    return inputs.get("push") is True or any(by_export) or any({"type=image", "push=true"} <= {*one} for one in told)


def _text(one: values.Values) -> str:
    if one.get("disabled") is True:
        return ""
    return "type=cacheonly" if "cacheonly" in one else narrow.text(one.get("raw"))

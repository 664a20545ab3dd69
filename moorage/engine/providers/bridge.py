"""What Pulumi's bridge to Terraform records beside a resource's outputs, so that the real provider reads our state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from moorage.engine import values
from moorage.engine.providers import shapes

DELTA: Final = "__pulumi_raw_state_delta"
META: Final = "__meta"

_NULL: Final = values.Secret({"replace": {"raw": None}})
"""A property that is null in Terraform's state; the bridge marks these as secret."""
_NO_BLOCK: Final = values.Secret({"replace": {"raw": list[object]()}})


def delta(outputs: values.Values, fields: Mapping[str, shapes.Field], renamed: Mapping[str, str]) -> values.Values:
    """Return how Terraform's state is made from outputs: what is null, a map, a list, an object, and called otherwise.

    `fields` are those to look at; `renamed` says what Terraform calls a property where that is not the same name.
    """
    found: dict[str, Any] = {}
    for key, one in fields.items():
        value = outputs.get(key)
        match one.shape:
            case _ if value is None:
                if not one.required:
                    found[key] = _NO_BLOCK if isinstance(one.shape, shapes.Record) else _NULL
            case shapes.MapOf():
                found[key] = {"map": {}}
            case shapes.Record(inner):
                found[key] = {"plu": {"i": delta(cast("values.Values", value), inner, renamed)}}
            case _:
                pass
    found |= {key: {"arr": {}} for key, value in outputs.items() if isinstance(value, list)}
    names = {key: other for key, other in renamed.items() if key in found}
    return {"obj": {**({"renamed": names} if names else {}), **({"ps": found} if found else {})}}

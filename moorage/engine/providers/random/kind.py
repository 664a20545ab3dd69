"""What one resource type of the package is: its properties, its defaults, how a value is made and imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moorage.engine import values
from moorage.engine.providers import protocol, shapes

KEEPERS = shapes.Field(shapes.MapOf(shapes.ANY))


@dataclass(frozen=True)
class Kind:
    """One resource type.

    `make` gives id and generated outputs for inputs with their defaults; `take` does so for an imported id, and gives
    the inputs that belong to it.
    """

    fields: dict[str, shapes.Field]
    generated: tuple[str, ...]
    make: Callable[[values.Values], tuple[str, values.Values]]
    take: Callable[[str], tuple[str, values.Values, values.Values]]
    defaults: Callable[[values.Values], values.Values] = lambda _inputs: {}
    check: Callable[[values.Values], list[protocol.Failure]] = lambda _inputs: []
    secret: tuple[str, ...] = ()
    """Generated outputs that are secret whatever the program says."""
    has_id: bool = True
    """The id is among the outputs."""
    schema_version: int = 0

    def complete(self, inputs: values.Values) -> values.Values:
        """Return the inputs with the defaults, keepers as strings: what the outputs repeat."""
        full = {**self.defaults(inputs), **inputs}
        if "keepers" in full and not isinstance(full["keepers"], values.Unknown):
            full["keepers"] = {key: _text(value) for key, value in full["keepers"].items()}
        return full

    def stays(self, name: str, before: values.Value, after: values.Value) -> bool:
        """Say whether the value survives a change: no keepers are none, an empty `overrideSpecial` was never used."""
        if name == "keepers":
            return before in (None, {}) and after in (None, {})
        return name == "overrideSpecial" and before == "" and after is None

    def outputs(self, id: str | values.Unknown, full: values.Values, generated: values.Values) -> values.Values:
        """Return the outputs as the real provider's state has them, its own bookkeeping included."""
        out = {**full, **{key: values.Secret(item) if key in self.secret else item for key, item in generated.items()}}
        if self.has_id:
            out["id"] = id
        if isinstance(id, str):
            if self.schema_version:
                out["__meta"] = f'{{"schema_version":"{self.schema_version}"}}'
            out["__pulumi_raw_state_delta"] = {"obj": {"ps": self._absent(full)}}
        return out

    def _absent(self, full: values.Values) -> values.Values:
        # What the bridge records so that it can turn the outputs into Terraform's state: which optional properties
        # are null there, and which are maps. It marks the nulls as secret.
        null = values.Secret({"replace": {"raw": None}})
        optional = [key for key, one in self.fields.items() if not one.required and key not in self.complete({})]
        found: dict[str, Any] = {key: null for key in optional if full.get(key) is None}
        return found | ({"keepers": {"map": {}}} if full.get("keepers") is not None else {})


def _text(value: values.Value) -> values.Value:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(int(value) if int(value) == value else value)
        case _:
            return value

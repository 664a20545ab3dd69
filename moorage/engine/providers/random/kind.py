"""What one resource type of the package is: its properties, its defaults, how a value is made and imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

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
    blank: tuple[str, ...] = ()
    """Texts that count as not given when they are empty."""
    strict: bool = False
    """Empty keepers are not the same as none."""
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    """What Terraform calls a property, where it is not the name itself."""

    def complete(self, inputs: values.Values) -> values.Values:
        """Return the inputs with the defaults, each in its property's own type: what the outputs repeat."""
        given = {key: item for key, item in inputs.items() if not (key in self.blank and item == "")}
        full = {**self.defaults(given), **given}
        return {key: _typed(item, self.fields[key].shape) if key in self.fields else item for key, item in full.items()}

    def stays(self, name: str, before: values.Value, after: values.Value) -> bool:
        """Say whether the value survives a change: no keepers are none, an empty `overrideSpecial` was never used."""
        if name == "keepers":
            return not self.strict and _said(before) == _said(after)
        return name == "overrideSpecial" and before == "" and after is None

    def outputs(self, id: str | values.Unknown, full: values.Values, generated: values.Values) -> values.Values:
        """Return the outputs as the real provider's state has them, its own bookkeeping included."""
        out = {**full, **{key: values.Secret(item) if key in self.secret else item for key, item in generated.items()}}
        if self.has_id:
            out["id"] = id
        if isinstance(id, str):
            if self.schema_version:
                out["__meta"] = f'{{"schema_version":"{self.schema_version}"}}'
            renamed = {"renamed": dict(self.renamed)} if self.renamed else {}
            out["__pulumi_raw_state_delta"] = {"obj": {**renamed, "ps": self._absent(full)}}
        return out

    def _absent(self, full: values.Values) -> values.Values:
        # What the bridge records so that it can turn the outputs into Terraform's state: which optional properties
        # are null there, and which are maps and lists. It marks the nulls as secret.
        null = values.Secret({"replace": {"raw": None}})
        optional = [key for key, one in self.fields.items() if not one.required and key not in self.complete({})]
        found: dict[str, Any] = {key: null for key in optional if full.get(key) is None}
        found |= {"keepers": {"map": {}}} if full.get("keepers") is not None else {}
        return found | {key: {"arr": {}} for key in self.renamed}


def _typed(value: values.Value, shape: shapes.Shape) -> values.Value:
    """Return a value in a property's type where the bridge converts it: keepers become texts, `"6"` becomes 6."""
    match shape, value:
        case shapes.MapOf(), dict():
            return {key: _text(item) for key, item in cast("dict[str, Any]", value).items()}
        case shapes.ListOf(), list():
            return [_text(item) for item in cast("list[Any]", value)]
        case shapes.Scalar("integer"), str() if value.lstrip("-").isdecimal():
            return int(value)
        case shapes.Scalar("string"), _:
            return _text(value)
        case _:
            return value


def _text(value: values.Value) -> values.Value:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(int(value) if int(value) == value else value)
        case _:
            return value


def _said(keepers: values.Value) -> values.Value:
    """Return keepers without those that say nothing."""
    if isinstance(keepers, values.Unknown):
        return keepers
    return {key: item for key, item in cast("dict[str, Any]", keepers or {}).items() if item is not None}

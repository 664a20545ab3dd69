"""What a resource type is whose value is made once and kept in the state alone: a random value, a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from moorage.engine import values
from moorage.engine.providers import bridge, protocol, shapes

Taken = tuple[str, values.Values, values.Values]
"""Id, inputs and generated outputs of an imported value."""


def _never(name: str, before: values.Value, after: values.Value) -> bool:
    del name, before, after
    return False


@dataclass(frozen=True)
class Kind:
    """One resource type.

    `make` gives id and generated outputs for inputs with their defaults; `take` does so for an imported id, and gives
    the inputs that belong to it; without `take` there is no import.
    """

    fields: dict[str, shapes.Field]
    generated: tuple[str, ...]
    make: Callable[[values.Values], tuple[str, values.Values]]
    take: Callable[[str], Taken] | None = None
    defaults: Callable[[values.Values], values.Values] = lambda _inputs: {}
    check: Callable[[values.Values], list[protocol.Failure]] = lambda _inputs: []
    secret: tuple[str, ...] = ()
    """Outputs that are secret whatever the program says."""
    has_id: bool = True
    """The id is among the outputs."""
    schema_version: int = 0
    blank: tuple[str, ...] = ()
    """Texts that count as not given when they are empty."""
    stays: Callable[[str, values.Value, values.Value], bool] = _never
    """Says whether the value survives a change of a property, from one value to another."""
    sticky: tuple[str, ...] = ()
    """Inputs that keep their value when they are no longer given."""
    unstored: tuple[str, ...] = ()
    """Inputs that the outputs do not repeat and whose change alone is none."""
    planned: Callable[[values.Values], values.Values] = lambda _full: {}
    """Generated outputs that are known before the value is made."""
    stale: Callable[[values.Values], str] = lambda _outputs: ""
    """Names the output that says that a value has had its time, when it has."""
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    """What Terraform calls a property, where it is not the name itself."""

    def complete(self, inputs: values.Values) -> values.Values:
        """Return the inputs with the defaults, each in its property's own type: what the outputs repeat."""
        given = {key: item for key, item in inputs.items() if not (key in self.blank and item == "")}
        full = {**self.defaults(given), **given}
        return {key: _typed(item, self.fields[key].shape) if key in self.fields else item for key, item in full.items()}

    def outputs(self, id: str | values.Unknown, full: values.Values, generated: values.Values) -> values.Values:
        """Return the outputs as the real provider's state has them, its own bookkeeping included."""
        out = {key: item for key, item in {**full, **generated}.items() if key not in self.unstored}
        shown = {key: values.Secret(item) if key in self.secret else item for key, item in out.items()}
        if self.has_id:
            shown["id"] = id
        if isinstance(id, str):
            if self.schema_version:
                shown[bridge.META] = f'{{"schema_version":"{self.schema_version}"}}'
            preset = self.complete({})
            optional = {key: one for key, one in self.fields.items() if key not in preset}
            shown[bridge.DELTA] = bridge.delta(out, optional, self.renamed)
        return shown


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

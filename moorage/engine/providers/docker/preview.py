"""Outputs before the effect: what was given, and unknown what only Docker tells. Pure."""

from __future__ import annotations

from moorage.engine import values as engine
from moorage.engine.providers.docker import records, values
from moorage.engine.providers.docker.schema import Property, Resource
from moorage.engine.values import Values


def created(resource: Resource, inputs: Values) -> Values:
    """Return the outputs of a resource that does not exist yet."""
    given, outputs = values.bare(inputs), dict[str, object]()
    for key, item in resource.properties.items():
        if key in given:
            outputs[key] = _members(item, given[key])
        elif item.use in ("computed", "output"):
            outputs[key] = engine.UNKNOWN
    return outputs


def _members(item: Property, value: object) -> object:
    """Return a value with what Docker will fill in inside its objects (a port's external number)."""
    if item.kind != "object":
        return value
    if (elements := records.elements(value)) is not None:
        return [_members(item, element) for element in elements]
    if (given := records.record(value)) is None:
        return value
    return {key: engine.UNKNOWN for key, field in item.fields.items() if field.use == "computed"} | given


def updated(resource: Resource, outputs: Values, inputs: Values) -> Values:
    """Return the outputs after a change in place: the new inputs over what there is."""
    kept = {
        key: value
        for key, value in outputs.items()
        if values.internal(key) or key in inputs or resource.properties[key].use in ("computed", "output")
    }
    return {**kept, **values.bare(inputs)}

"""Outputs before the effect: what was given, and unknown what only Docker tells. Pure."""

from __future__ import annotations

from moorage.engine import values as engine
from moorage.engine.providers.docker import values
from moorage.engine.providers.docker.schema import Resource
from moorage.engine.values import Values


def created(resource: Resource, inputs: Values) -> Values:
    """Return the outputs of a resource that does not exist yet."""
    given, outputs = values.bare(inputs), dict[str, object]()
    for key, item in resource.properties.items():
        if key in given:
            outputs[key] = given[key]
        elif item.use in ("computed", "output"):
            outputs[key] = engine.UNKNOWN
    return outputs


def updated(resource: Resource, outputs: Values, inputs: Values) -> Values:
    """Return the outputs after a change in place: the new inputs over what there is."""
    kept = {
        key: value
        for key, value in outputs.items()
        if values.internal(key) or key in inputs or resource.properties[key].use in ("computed", "output")
    }
    return {**kept, **values.bare(inputs)}

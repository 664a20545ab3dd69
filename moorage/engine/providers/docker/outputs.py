"""The outputs as the bridge records them: every property of the table, and the id. Pure."""

from __future__ import annotations

from moorage.engine.providers.docker.schema import Property, Resource
from moorage.engine.values import Unknown, Values


def complete(resource: Resource, id: str | Unknown, outputs: Values) -> Values:
    """Return the outputs with what is not set as null, an empty list or the default, whichever the bridge writes."""
    return {**{key: _empty(item) for key, item in resource.properties.items()}, **outputs, "id": id}


def _empty(item: Property) -> object:
    if item.default is not None:
        return item.default
    return [] if item.many != "one" and (item.kind == "object" or item.use in ("computed", "output")) else None

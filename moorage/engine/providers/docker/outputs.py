"""The outputs as the bridge records them: every property of the table, and the id. Pure."""

from __future__ import annotations

from moorage.engine.providers.docker import records
from moorage.engine.providers.docker.schema import Property, Resource
from moorage.engine.values import Unknown, Values


def complete(resource: Resource, id: str | Unknown, outputs: Values) -> Values:
    """Return the outputs with what is not set as null, an empty list or the default, whichever the bridge writes."""
    empty = {key: _empty(item) for key, item in resource.properties.items()}
    filled = {key: _filled(resource.properties.get(key), value) for key, value in outputs.items()}
    return empty | filled | {"id": id}


def _empty(item: Property) -> object:
    if item.default not in (None, ""):
        return item.default
    return [] if item.many != "one" and (item.kind == "object" or item.use in ("computed", "output")) else None


def _filled(item: Property | None, value: object) -> object:
    """Return the objects inside a value complete: there, a text that is not set is empty rather than null."""
    if item is None or item.kind != "object":
        return value
    if (elements := records.elements(value)) is not None:
        return [_filled(item, element) for element in elements]
    if (given := records.record(value)) is None:
        return value
    unset = {key: _unset(field) for key, field in item.fields.items()}
    return unset | {key: _filled(item.fields.get(key), member) for key, member in given.items()}


def _unset(item: Property) -> object:
    if item.default is not None:
        return item.default
    return [] if item.many != "one" else "" if item.kind == "string" else None

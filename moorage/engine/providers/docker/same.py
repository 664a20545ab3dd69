"""When two values of a property mean the same, and which part of an observed value answers a recorded one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from moorage.engine.providers.docker import records, values
from moorage.engine.providers.docker.schema import Properties, Property


def same(item: Property, one: object, other: object) -> bool:
    """Tell whether two known values mean the same; nothing, zero and empty do, and a set has no order."""
    return canonical(item, one) == canonical(item, other)


def canonical(item: Property, value: object) -> object:
    """Return a form in which equal means same: no empty members, no bridge keys, sets sorted."""
    if item.many == "one":
        return _canonical(item, value)
    elements = [_canonical(item, element) for element in cast("Sequence[object]", value or [])]
    if item.many == "set":
        elements.sort(key=lambda element: json.dumps(element, sort_keys=True, default=repr))
    return elements or None


def _canonical(item: Property, value: object) -> object:
    if item.kind == "object" and isinstance(value, dict):
        given = cast("dict[str, object]", value)
        members = {key: canonical(field, given.get(key)) for key, field in item.fields.items()}
        return {key: member for key, member in members.items() if member is not None} or None
    return None if value in (None, "", 0, False, [], {}) else value


def project(properties: Properties, recorded: Mapping[str, Any], observed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the observed object with the recorded one's keys only; what means the same stays as recorded."""
    projected: dict[str, Any] = {}
    for key, old in recorded.items():
        if values.internal(key):
            projected[key] = old
        elif key in properties:
            projected[key] = answer(properties[key], old, observed.get(key))
    return projected


def answer(item: Property, recorded: object, observed: object) -> object:
    """Return the recorded value when the observed one means the same, else the observed one in the recorded shape."""
    if item.many == "one":
        return _project_one(item, recorded, observed)
    old, rest = list(cast("Sequence[object]", recorded or [])), list(cast("Sequence[object]", observed or []))
    matched: list[object] = []
    for index, element in enumerate(old):
        found = next((other for other in rest if same(item, [element], [_project_one(item, element, other)])), None)
        if found is None and item.many == "list" and index < len(rest):
            found = rest[0]
        if found is not None:
            rest.remove(found)
            matched.append(_project_one(item, element, found))
    return matched + rest


def _project_one(item: Property, recorded: object, observed: object) -> object:
    old, new = records.record(recorded), records.record(observed)
    if item.kind == "object" and old is not None and new is not None:
        return project(item.fields, old, new)
    one = Property(item.kind, fields=item.fields)
    return recorded if same(one, recorded, observed) else observed

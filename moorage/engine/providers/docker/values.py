"""One property value against its property: the type the wire must carry, its limits, nested objects, defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from moorage.engine import nearest, values
from moorage.engine.providers.docker.schema import Properties, Property
from moorage.engine.providers.protocol import Failure

DEFAULTS = "__defaults"
"""The names of the values that nobody gave, sorted; the bridge records them in every object."""

Failures: TypeAlias = list[Failure]

_PATH_LIKE = frozenset('."[]')


def internal(key: str) -> bool:
    """Tell whether a key is the bridge's own and no property."""
    return key.startswith("__")


def bare(inputs: Mapping[str, Any]) -> values.Values:
    """Return inputs as outputs have them: without the bridge's own keys, at any depth."""
    return {key: _bare(value) for key, value in inputs.items() if not internal(key)}


def _bare(value: object) -> object:
    if isinstance(value, dict):
        return bare(cast("dict[str, Any]", value))
    return [_bare(element) for element in cast("list[object]", value)] if isinstance(value, list) else value


def join(path: str, key: str) -> str:
    """Return the property path of a key inside another; the bridge quotes only what would read as a path (diff.go)."""
    quoted = key.replace('"', '\\"')
    tail = f'["{quoted}"]' if not key or _PATH_LIKE & set(key) else key
    return f"{path}{tail}" if tail.startswith("[") or not path else f"{path}.{tail}"


def check_object(properties: Properties, given: Mapping[str, Any], path: str, failures: Failures) -> values.Values:
    """Return the object with its defaults and `__defaults`; what is not acceptable is added to `failures`."""
    checked: values.Values = {}
    for key, value in given.items():
        if internal(key) or value is None:
            continue
        where = join(path, key)
        if key not in properties:
            failures.append(Failure(where, _unknown(properties, key)))
        elif properties[key].use == "output":
            failures.append(Failure(where, "is an output, it cannot be set"))
        elif properties[key].refused:
            failures.append(Failure(where, f"the embedded engine does not honour it: {properties[key].refused}"))
        else:
            good = check(properties[key], value, where, failures)
            checked[key] = values.Secret(good) if properties[key].secret else good
    defaults: list[str] = []
    for key, item in properties.items():
        if item.use == "required" and given.get(key) is None:
            failures.append(Failure(join(path, key), "is required"))
        if item.default and key not in checked:
            checked[key] = item.default
            defaults.append(key)
    checked[DEFAULTS] = sorted(defaults)
    return checked


def check(item: Property, value: object, path: str, failures: Failures) -> object:
    """Return the value in its wire type; what is not acceptable is added to `failures`."""
    if value is values.UNKNOWN:
        return value
    if item.many == "one":
        return _single(item, value, path, failures)
    if not isinstance(value, list):
        failures.append(Failure(path, f"must be a list, not {_name(value)}"))
        return value
    elements = enumerate(cast("list[object]", value))
    return [_single(item, element, f"{path}[{index}]", failures) for index, element in elements]


def _single(item: Property, value: object, path: str, failures: Failures) -> object:
    if value is values.UNKNOWN:
        return value
    if item.kind == "object" and isinstance(value, dict):
        return check_object(item.fields, cast("dict[str, Any]", value), path, failures)
    if item.kind == "map" and isinstance(value, dict):
        text = Property("string")
        pairs = cast("dict[str, object]", value).items()
        return {key: _single(text, element, join(path, key), failures) for key, element in pairs}
    scalar = _coerce(item.kind, value)
    if scalar is None:
        wanted = "a map" if item.kind in ("map", "object") else f"{'an' if item.kind == 'integer' else 'a'} {item.kind}"
        failures.append(Failure(path, f"must be {wanted}, not {_name(value)}"))
        return value
    if item.minimum is not None and isinstance(scalar, int) and scalar < item.minimum:
        failures.append(Failure(path, f"{scalar} is too low, at least {item.minimum}"))
    if item.pattern and not re.match(item.pattern, str(scalar)):
        failures.append(Failure(path, f"{str(scalar)!r} does not match {item.pattern}"))
    return scalar


def _coerce(kind: str, value: object) -> object | None:
    """Return the value as the kind; a number or boolean written as text is one, as the bridge has it."""
    match kind, value:
        case ("string", str()) | ("boolean", bool()):
            return value
        case "string", bool():
            return "true" if value else "false"
        case "string", int() | float():
            return str(value)
        case "boolean", "true" | "false":
            return value == "true"
        case "integer", bool():
            return None
        case "integer", int():
            return value
        case "integer", float() if value.is_integer():
            return int(value)
        case "integer", str() if re.fullmatch(r"-?\d+", value):
            return int(value)
        case _:
            return None


def _unknown(properties: Properties, key: str) -> str:
    inputs = [name for name, item in properties.items() if item.use != "output"]
    return f"unknown property{nearest.hint(key, inputs)}"


def _name(value: object) -> str:
    match value:
        case dict():
            return "a map"
        case list():
            return "a list"
        case str():
            return "a string"
        case bool():
            return "a boolean"
        case int() | float():
            return f"the number {value}"
        case _:
            return f"{type(value).__name__.lower()}"

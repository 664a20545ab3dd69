"""Secret marks: taken off before a provider sees a value, put on again after. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from moorage.engine import values


def strip(value: Any) -> Any:
    """Return a value as providers take it: no marks, a resource as its id (a component as its URN)."""
    match value:
        case values.Secret() | values.OutputValue():
            return strip(value.value)
        case values.Reference():
            return value.urn if value.id is None else value.id
        case dict():
            return {key: strip(item) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [strip(item) for item in cast("list[Any]", value)]
        case values.Archive(assets=dict()):
            return values.Archive(value.hash, strip(value.assets), value.path, value.uri)
        case _:
            return value


def bare(value: Any) -> Any:
    """Return a value without secrets and outputs, resources kept: for comparing."""
    match value:
        case values.Secret() | values.OutputValue():
            return bare(value.value)
        case dict():
            return {key: bare(item) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [bare(item) for item in cast("list[Any]", value)]
        case _:
            return value


def has_secret(value: Any) -> bool:
    """Say whether a secret lies anywhere in a value."""
    return any(isinstance(part, values.Secret) for part in walk(value))


def has_unknown(value: Any) -> bool:
    """Say whether any part of a value is not known."""
    return any(isinstance(part, values.Unknown) for part in walk(value))


def walk(value: Any) -> Iterator[Any]:
    """Yield a value and everything in it, outermost first."""
    yield value
    match value:
        case values.Secret() | values.OutputValue():
            yield from walk(value.value)
        case values.Reference():
            yield value.id
        case dict():
            for item in cast("dict[str, Any]", value).values():
                yield from walk(item)
        case list():
            for item in cast("list[Any]", value):
                yield from walk(item)
        case values.Archive(assets=dict()):
            yield from walk(value.assets)
        case _:
            pass


def mark(plain: values.Values, marked: values.Values, more: Iterable[str] = ()) -> values.Values:
    """Return `plain` with secrets where `marked` has them at the same path, and every key of `more` secret.

    Where the two differ in shape, the smallest part that surely covers the secret is marked.
    """
    result = {key: _mark(value, marked[key]) if key in marked else value for key, value in plain.items()}
    for key in more:
        if key in result and not isinstance(result[key], values.Secret):
            result[key] = values.Secret(result[key])
    return result


def _mark(plain: Any, marked: Any) -> Any:
    if isinstance(plain, values.Secret) or not has_secret(marked):
        return plain
    match plain, marked:
        case dict(), dict():
            items, marks = cast("dict[str, Any]", plain), cast("dict[str, Any]", marked)
            if any(key not in items and has_secret(value) for key, value in marks.items()):
                return values.Secret(plain)
            return {key: _mark(value, marks[key]) if key in marks else value for key, value in items.items()}
        case list(), list() if len(cast("list[Any]", plain)) == len(cast("list[Any]", marked)):
            pairs = zip(cast("list[Any]", plain), cast("list[Any]", marked), strict=True)
            return [_mark(item, other) for item, other in pairs]
        case _:
            return values.Secret(plain)


def lower(value: Any, dependencies: set[str]) -> Any:
    """Return a value without output values, and collect the URNs that they depend on."""
    match value:
        case values.OutputValue():
            dependencies.update(value.dependencies)
            return lower(value.value, dependencies)
        case values.Secret():
            return values.Secret(lower(value.value, dependencies))
        case dict():
            return {key: lower(item, dependencies) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [lower(item, dependencies) for item in cast("list[Any]", value)]
        case _:
            return value

"""What a provider accepts: the shape of its inputs, and each way in which given values do not have it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, assert_never, cast

from moorage.engine import paths, values
from moorage.engine.providers import protocol


@dataclass(frozen=True)
class Scalar:
    """One value; with `allowed`, one of these strings."""

    kind: Literal["string", "boolean", "integer", "asset", "any"]
    """`asset` is an asset or an archive."""
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListOf:
    """A list of values of one shape."""

    of: Shape


@dataclass(frozen=True)
class MapOf:
    """A map from any name to values of one shape."""

    of: Shape


@dataclass(frozen=True)
class Field:
    """One property. With `refused`, the real provider has it and this one does not: the text says why."""

    shape: Shape
    required: bool = False
    refused: str = ""


@dataclass(frozen=True)
class Record:
    """A closed set of properties by name."""

    fields: Mapping[str, Field] = field(default_factory=dict[str, Field])


Shape: TypeAlias = Scalar | ListOf | MapOf | Record

STRING = Scalar("string")
BOOLEAN = Scalar("boolean")
INTEGER = Scalar("integer")
ANY = Scalar("any")
STRINGS = ListOf(STRING)
STRING_MAP = MapOf(STRING)

ENGINE_KEYS = ("version", "pluginDownloadURL")
"""What the SDK adds to the inputs of a provider resource."""

_PYTHON: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "asset": (values.Asset, values.Archive),
}


def failures(value: values.Value, record: Record) -> list[protocol.Failure]:
    """Return what is wrong with the inputs; an unknown value fits every shape, None counts as not given."""
    return list(_failures(value, record, ()))


def _failures(value: values.Value, shape: Shape, path: paths.Path) -> Iterator[protocol.Failure]:
    if value is None or isinstance(value, values.Unknown):
        return
    match shape:
        case Scalar():
            yield from _scalar(value, shape, path)
        case ListOf(of):
            if not isinstance(value, list):
                yield _wrong(path, "a list", value)
                return
            for at, item in enumerate(cast("list[Any]", value)):
                yield from _failures(item, of, (*path, at))
        case MapOf(of):
            if not isinstance(value, dict):
                yield _wrong(path, "a map", value)
                return
            for key, item in cast("dict[str, Any]", value).items():
                yield from _failures(item, of, (*path, key))
        case Record(fields):
            if not isinstance(value, dict):
                yield _wrong(path, "an object", value)
                return
            yield from _record(cast("dict[str, Any]", value), fields, path)
        case _:
            assert_never(shape)


def _scalar(value: values.Value, shape: Scalar, path: paths.Path) -> Iterator[protocol.Failure]:
    if shape.kind == "any":
        return
    wanted = _PYTHON[shape.kind]
    if not isinstance(value, wanted) or (wanted == (int,) and isinstance(value, bool)):
        named = {"integer": "an integer", "asset": "an asset or an archive"}
        yield _wrong(path, named.get(shape.kind, f"a {shape.kind}"), value)
    elif shape.allowed and value not in shape.allowed:
        yield protocol.Failure(paths.text(path), f"{value!r} is none of {', '.join(shape.allowed)}")


def _record(given: values.Values, fields: Mapping[str, Field], path: paths.Path) -> Iterator[protocol.Failure]:
    for key, item in given.items():
        where = (*path, key)
        if key not in fields:
            yield protocol.Failure(paths.text(where), unknown("property", key, fields))
        elif fields[key].refused and item is not None:
            yield protocol.Failure(paths.text(where), f"the embedded engine does not have this: {fields[key].refused}")
        else:
            yield from _failures(item, fields[key].shape, where)
    for key, one in fields.items():
        if one.required and given.get(key) is None:
            yield protocol.Failure(paths.text((*path, key)), "required, and not set")


def unknown(what: str, name: str, allowed: Iterable[str]) -> str:
    """Say that a name is not known, and which one is nearest."""
    names = sorted(allowed)
    near = difflib.get_close_matches(name, names, 1, 0.6)
    return f"unknown {what}" + (f"; did you mean {near[0]}" if near else f"; there is {', '.join(names) or 'none'}")


def _wrong(path: paths.Path, wanted: str, value: values.Value) -> protocol.Failure:
    kinds = {"str": "a string", "bool": "a boolean", "int": "a number", "float": "a number", "list": "a list"}
    given = kinds.get(type(value).__name__, "an object")
    return protocol.Failure(paths.text(path), f"must be {wanted}, not {given}")


def without_nulls(value: values.Value) -> Any:
    """Return a value without the entries that are None: Pulumi takes them as not given."""
    match value:
        case dict():
            items = cast("dict[str, Any]", value).items()
            return {key: without_nulls(item) for key, item in items if item is not None}
        case list():
            return [without_nulls(item) for item in cast("list[Any]", value)]
        case _:
            return value


def configuration(inputs: values.Values, record: Record) -> protocol.Checked:
    """Check a provider's own configuration; the engine's and the SDK's own keys pass."""
    own = {key: item for key, item in inputs.items() if key not in ENGINE_KEYS and not key.startswith("__")}
    return protocol.Checked(without_nulls(inputs), failures(own, record))

"""The paths at which two sets of inputs differ: what is said where no provider says it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from moorage.engine import marks, paths, values
from moorage.engine.providers import protocol


def compare(old: values.Values, new: values.Values) -> dict[str, protocol.PropertyDiff]:
    """Return the differences by path, deep. A secret is compared by its value, and null is as good as absent."""
    found = _object((), marks.bare(old), marks.bare(new))
    return {paths.text(path): protocol.PropertyDiff(kind) for path, kind in found}


def same(one: Any, other: Any) -> bool:
    """Say whether two values are equal, in their marks and types, too: True is not 1."""
    match one, other:
        case dict(), dict():
            ones, others = cast("dict[str, Any]", one), cast("dict[str, Any]", other)
            return ones.keys() == others.keys() and all(same(ones[key], others[key]) for key in ones)
        case list(), list():
            pairs = cast("list[Any]", one), cast("list[Any]", other)
            return len(pairs[0]) == len(pairs[1]) and all(map(same, *pairs))
        case values.Secret(), values.Secret():
            return same(one.value, other.value)
        case _:
            return type(one) is type(other) and one == other


_Found = Iterator[tuple[paths.Path, protocol.DiffKind]]


def _object(at: paths.Path, old: dict[str, Any], new: dict[str, Any]) -> _Found:
    for key in sorted({*old, *new}):
        yield from _value((*at, key), old.get(key), new.get(key))


def _value(at: paths.Path, old: Any, new: Any) -> _Found:
    if old is None or new is None:
        if old is not None or new is not None:
            yield at, "add" if old is None else "delete"
        return
    match old, new:
        case dict(), dict():
            yield from _object(at, cast("dict[str, Any]", old), cast("dict[str, Any]", new))
        case list(), list():
            olds, news = cast("list[Any]", old), cast("list[Any]", new)
            for index in range(max(len(olds), len(news))):
                if index >= len(olds) or index >= len(news):
                    yield (*at, index), "add" if index >= len(olds) else "delete"
                else:
                    yield from _value((*at, index), olds[index], news[index])
        case (values.Asset(), values.Asset()) | (values.Archive(), values.Archive()):
            # the content counts, not where it lies
            if old.hash != new.hash or (not old.hash and old != new):
                yield at, "update"
        case _:
            # an unknown may turn out to be anything; True is not 1
            if isinstance(new, values.Unknown) or type(old) is not type(new) or old != new:
                yield at, "update"

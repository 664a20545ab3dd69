"""The paths at which two objects differ, as Pulumi's own structural diff names them. Pure.

Source: `NewDetailedDiffFromObjectDiff` and `PropertyValue.Diff` of the Pulumi SDK for Go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal, cast

from moorage.engine import paths, values
from moorage.engine.providers import protocol

_Kind = Literal["add", "delete", "update"]


def between(old: values.Values, new: values.Values) -> Iterator[tuple[paths.Path, _Kind]]:
    """Yield each path that was added, deleted or updated, in the order of the keys."""
    yield from _between(old, new, ())


def detailed(
    old: values.Values, new: values.Values, *, replaces: Callable[[str], bool], input: bool
) -> dict[str, protocol.PropertyDiff]:
    """Return the changed paths; one for which `replaces` holds forces a replacement."""
    found: dict[str, protocol.PropertyDiff] = {}
    for path, kind in between(old, new):
        name = paths.text(path)
        found[name] = protocol.PropertyDiff(as_replace(kind) if replaces(name) else kind, input)
    return found


def as_replace(kind: _Kind) -> protocol.DiffKind:
    """Return the kind that also forces a replacement."""
    match kind:
        case "add":
            return "add-replace"
        case "delete":
            return "delete-replace"
        case "update":
            return "update-replace"


def _between(old: Any, new: Any, path: paths.Path) -> Iterator[tuple[paths.Path, _Kind]]:
    if isinstance(old, dict) and isinstance(new, dict):
        before, after = cast("dict[str, Any]", old), cast("dict[str, Any]", new)
        for key in sorted({*before, *after}):
            if key not in after:
                yield (*path, key), "delete"
            elif key not in before:
                yield (*path, key), "add"
            else:
                yield from _between(before[key], after[key], (*path, key))
    elif isinstance(old, list) and isinstance(new, list):
        earlier, later = cast("list[Any]", old), cast("list[Any]", new)
        for at in range(max(len(earlier), len(later))):
            if at >= len(later):
                yield (*path, at), "delete"
            elif at >= len(earlier):
                yield (*path, at), "add"
            else:
                yield from _between(earlier[at], later[at], (*path, at))
    elif not _same(old, new):
        yield path, "update"


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    if isinstance(old, values.Asset | values.Archive) and type(old) is type(new) and old.hash and new.hash:
        # By content: where it lies is no difference.
        return bool(old.hash == new.hash)
    return bool(old == new)

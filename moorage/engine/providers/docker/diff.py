"""Diff: recorded inputs against checked new inputs, path by path, replacing or in place as the table says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from moorage.engine import values as engine
from moorage.engine.providers.docker import same, values
from moorage.engine.providers.docker.schema import Properties, Property, Resource
from moorage.engine.providers.protocol import Diff, DiffKind, PropertyDiff
from moorage.engine.values import Values


def diff(resource: Resource, old: Values, outputs: Values, new: Values) -> Diff:
    """Compare inputs; where none was recorded, the output tells what there is. An unknown value counts as changed."""
    detailed: dict[str, PropertyDiff] = {}
    for key, item in resource.properties.items():
        before = outputs.get(key) if old.get(key) is None and new.get(key) is not None else old.get(key)
        detailed |= _values(item, before, new.get(key), values.join("", key))
    return Diff(detailed, delete_before_replace=resource.delete_before_replace or _holds_its_name(resource, new))


def _holds_its_name(resource: Resource, new: Values) -> bool:
    """Tell whether a successor would find its name taken: only a name that was made up leaves room for two."""
    return resource.named and "name" not in new.get(values.DEFAULTS, ["name"])


def _objects(properties: Properties, old: dict[str, Any], new: dict[str, Any], path: str) -> dict[str, PropertyDiff]:
    detailed: dict[str, PropertyDiff] = {}
    for key, item in properties.items():
        detailed |= _values(item, old.get(key), new.get(key), values.join(path, key))
    return detailed


def _values(item: Property, old: object, new: object, path: str) -> dict[str, PropertyDiff]:
    if not unknown(new) and (same.same(item, old, new) or (item.use == "computed" and new is None)):
        return {}
    if item.kind == "map" and item.many == "one" and not unknown(new):
        old, new = old or {}, new or {}
    deeper = _deeper(item, old, new, path)
    return {path: _changed(item, old, new)} if deeper is None else deeper


def _deeper(item: Property, old: object, new: object, path: str) -> dict[str, PropertyDiff] | None:
    """Return the changes inside a list or an object that is there before and after, None for anything else."""
    one = Property(item.kind, replaces=item.replaces, fields=item.fields)
    if isinstance(old, list) and isinstance(new, list):
        before, after = cast("list[object]", old), cast("list[object]", new)
        pairs = _pairs(one, before, after) if item.many == "set" else _positions(before, after)
        return {key: change for index, a, b in pairs for key, change in _values(one, a, b, f"{path}[{index}]").items()}
    if isinstance(old, dict) and isinstance(new, dict):
        before, after = cast("dict[str, Any]", old), cast("dict[str, Any]", new)
        if item.kind == "object":
            return _objects(item.fields, before, after, path)
        text = Property("string", replaces=item.replaces)
        return _objects(dict.fromkeys(sorted(before | after), text), before, after, path)
    return None


def _positions(old: Sequence[object], new: Sequence[object]) -> list[tuple[int, object, object]]:
    longest = max(len(old), len(new))
    return [(i, old[i] if i < len(old) else None, new[i] if i < len(new) else None) for i in range(longest)]


def _pairs(item: Property, old: Sequence[object], new: Sequence[object]) -> list[tuple[int, object, object]]:
    """Return what is left of two sets when the elements they share are taken out, paired in order."""
    gone = list(enumerate(old))
    added: list[tuple[int, object]] = []
    for index, element in enumerate(new):
        twin = None
        if not unknown(element):
            twin = next((entry for entry in gone if same.same(item, entry[1], element)), None)
        if twin is None:
            added.append((index, element))
        else:
            gone.remove(twin)
    pairs: list[tuple[int, object, object]] = []
    for position in range(max(len(gone), len(added))):
        before = gone[position] if position < len(gone) else None
        after = added[position] if position < len(added) else None
        index = after[0] if after else before[0] if before else 0
        pairs.append((index, before[1] if before else None, after[1] if after else None))
    return pairs


def _changed(item: Property, old: object, new: object) -> PropertyDiff:
    kind: DiffKind = "add" if old is None else "delete" if new is None else "update"
    if item.replaces or (item.keeps and new in (None, 0, "")):
        kind = cast("DiffKind", f"{kind}-replace")
    return PropertyDiff(kind, input=False)


def unknown(value: object) -> bool:
    """Tell whether a value is unknown or holds something that is."""
    if isinstance(value, dict):
        return any(unknown(member) for member in cast("dict[str, object]", value).values())
    if isinstance(value, list):
        return any(unknown(member) for member in cast("list[object]", value))
    return value is engine.UNKNOWN

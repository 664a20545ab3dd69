"""What changes in one step, property by property."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from moorage.engine import events, paths
from moorage.engine.display import text
from moorage.engine.state import propertyjson

Event = dict[str, Any]
Kind = Literal["add", "delete", "update"]
SIGNS: dict[Kind, str] = {"add": "+", "delete": "-", "update": "~"}
_ABSENT = object()
HIDDEN = "(hidden)"


@dataclass(frozen=True)
class Change:
    """One property, by path (`ports[0].external`); `old` or `new` is None where it is absent."""

    kind: Kind
    path: str
    old: Any
    new: Any
    replaces: bool = False
    """It is what forces the replacement."""
    hidden: bool = False
    """Its values are not to be shown."""
    inner: tuple[Change, ...] = ()
    """What differs inside two texts that are JSON."""

    @property
    def values(self) -> str:
        """Return the value, or old and new, on one line."""
        if self.hidden:
            return HIDDEN
        match self.kind:
            case "add":
                return text.short(self.new)
            case "delete":
                return text.short(self.old)
            case "update":
                return " => ".join(text.apart(self.old, self.new))


def properties(step: Event) -> list[Change]:
    """Return the changed properties of a step's metadata, by path; none for a step that has just one side."""
    old, new = step.get("old"), step.get("new")
    if not old or not new or step["op"] in ("same", "delete-replaced"):
        return []
    detailed: dict[str, Event] | None = step.get("detailedDiff")
    keys: set[str] = set(step.get("keys") or [])
    if detailed:
        found = [item for path, each in detailed.items() for item in _detailed(path, each, old, new)]
    else:
        diffs: set[str] = set(step.get("diffs") or [])
        found = [
            item
            for item in _compare([], text.shown(old.get("inputs") or {}), text.shown(new.get("inputs") or {}))
            if not diffs or root(item.path) in diffs
        ]
        found = [_marked(item) if root(item.path) in keys else item for item in found]
    named = {root(item.path) for item in found}
    secret: list[str] = step.get(events.SECRETS) or []
    found += [_blind(key, old, new, replaces=key in keys) for key in secret if key not in named]
    unshown = hidden_paths(new)
    shown = {item.path: item for item in (_hiding(each, unshown) for each in found)}
    return sorted(shown.values(), key=lambda item: item.path)


def hidden_paths(state: Event) -> list[paths.Path]:
    """Return the paths whose values are not to be shown (`hideDiffs`)."""
    given: list[str] = state.get("hideDiffs") or []
    return [paths.parse(each) for each in given]


def is_hidden(path: str, hidden: list[paths.Path]) -> bool:
    """Say whether a path is one that is not to be shown, or lies below one."""
    return any(paths.contains(each, paths.parse(path)) for each in hidden)


def _hiding(item: Change, hidden: list[paths.Path]) -> Change:
    """Return a change, without its values and under the path that hides them if there is one."""
    path = next((each for each in hidden if paths.contains(each, paths.parse(item.path))), None)
    if path is None:
        return item
    kind = item.kind if paths.text(path) == item.path else "update"
    return Change(kind, paths.text(path), None, None, item.replaces, hidden=True)


def brief(step: Event) -> str:
    """Return the changed properties in a few words: `diff: +a~b,c`; empty when there is nothing to say."""
    kinds: dict[str, Kind] = {}
    for item in properties(step):
        top = root(item.path)
        kinds[top] = item.kind if top == item.path and kinds.get(top, item.kind) == item.kind else "update"
    old: Event = step.get("old") or {}
    new: Event = step.get("new") or {}
    if step["op"] != "create" and old and new:
        kinds |= {name: "update" for name in ("protect", "taint") if bool(old.get(name)) != bool(new.get(name))}
        if old.get("provider") != new.get("provider"):
            kinds["provider"] = "update"
    groups = [
        SIGNS[kind] + ",".join(names)
        for kind in SIGNS
        if (names := sorted(name for name, each in kinds.items() if each == kind))
    ]
    words = ["simulated"] if step.get("simulated") else []
    return "; ".join([*words, f"diff: {''.join(groups)}"] if groups else words)


def _detailed(path: str, each: Event, old: Event, new: Event) -> Iterator[Change]:
    elements = paths.parse(path)
    if any(isinstance(element, str) and element.startswith("__") for element in elements):
        return
    before = _at(old.get("inputs" if each.get("inputDiff") else "outputs") or {}, elements)
    if before is _ABSENT:
        before = _at(old.get("inputs") or {}, elements)
    after = _at(new.get("inputs") or {}, elements)
    kind = str(each["diffKind"]).removesuffix("-replace")
    replaces = str(each["diffKind"]).endswith("-replace")
    if kind == "update":
        items = list(_compare(elements, before, after))
        for item in items or [Change("update", path, _plain(before), _plain(after))]:
            yield _marked(item) if replaces else item
    else:
        yield Change(cast("Kind", kind), path, _plain(before), _plain(after), replaces)


def _compare(path: Sequence[str | int], old: Any, new: Any) -> Iterator[Change]:
    """Yield the leaves in which two values differ."""
    if old is _ABSENT and new is _ABSENT:
        return
    if _is_map(old) and _is_map(new):
        for key in sorted({*old, *new}):
            if not key.startswith("__"):
                yield from _compare([*path, key], old.get(key, _ABSENT), new.get(key, _ABSENT))
    elif isinstance(old, list) and isinstance(new, list):
        left, right = cast("list[Any]", old), cast("list[Any]", new)
        for at in range(max(len(left), len(right))):
            before = left[at] if at < len(left) else _ABSENT
            yield from _compare([*path, at], before, right[at] if at < len(right) else _ABSENT)
    elif old != new:
        kind: Kind = "add" if old is _ABSENT else "delete" if new is _ABSENT else "update"
        yield Change(kind, paths.text(path), _plain(old), _plain(new), inner=_inside(old, new))


def compared(old: Any, new: Any) -> list[Change]:
    """Return the leaves in which two values differ, by path from them; none when only secrets may."""
    return list(_compare([], old, new))


def _inside(old: Any, new: Any) -> tuple[Change, ...]:
    """Return how two texts differ as JSON; nothing unless both are JSON maps or lists."""
    before, after = _parsed(old), _parsed(new)
    return tuple(_compare([], before, after)) if type(before) is type(after) and before is not None else ()


def _parsed(value: Any) -> Any:
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def _blind(key: str, old: Event, new: Event, *, replaces: bool) -> Change:
    before: Event = old.get("inputs") or {}
    after: Event = new.get("inputs") or {}
    return Change("update", paths.text([key]), before.get(key), after.get(key), replaces)


def _at(value: Any, path: Sequence[str | int]) -> Any:
    for element in path:
        try:
            value = value[element]
        except (KeyError, IndexError, TypeError):
            return _ABSENT
    return value


def _marked(item: Change) -> Change:
    return dataclasses.replace(item, replaces=True)


def _plain(value: Any) -> Any:
    return None if value is _ABSENT else value


def _is_map(value: Any) -> bool:
    return isinstance(value, dict) and propertyjson.SIGNATURE not in value


def root(path: str) -> str:
    """Return the property that a path begins with."""
    return str(paths.parse(path)[0])

"""Old state + goal + the provider's diff -> what to do with a resource. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from moorage.engine import paths, resource
from moorage.engine.deploy import goal, step
from moorage.engine.providers import protocol

_INIT_ERROR: Final = "#initerror"
"""The path that stands, in `replaceOnChanges`, for a resource that did not come up well."""


@dataclass(frozen=True)
class Decision:
    """Same, update or replace; `delete_first`: the old one goes before the new one comes."""

    action: Literal["same", "update", "replace"]
    change: step.Change = field(default_factory=step.Change)
    delete_first: bool = False


def decide(
    old: resource.Resource, wanted: goal.Goal, diff: protocol.Diff, *, forced: str = "", fixed_name: bool = False
) -> Decision:
    """Decide about a resource that the state has.

    Args:
        old: the recorded row.
        wanted: what the program asks for.
        diff: what the provider (for a component: the comparison of its inputs) says.
        forced: the name of what forces a replacement whatever the diff says (`provider`, `id`, `deletedWith`).
        fixed_name: the physical name has nothing random, so two of it cannot exist at a time.
    """
    detailed = _escalated(diff.detailed, wanted.replace_on_changes, init_errors=bool(old.init_errors))
    change = step.Change(detailed or None, _keys(detailed), [forced] if forced else _keys(_replacing(detailed)))
    if forced or change.replaces or old.pending_replacement:
        first = diff.delete_before_replace
        if wanted.delete_before_replace is not None:
            first = wanted.delete_before_replace
        return Decision("replace", change, fixed_name or first)
    if detailed or old.init_errors:
        return Decision("update", change)
    return Decision("same")


def _escalated(
    detailed: Mapping[str, protocol.PropertyDiff], replace_on: Sequence[str], *, init_errors: bool
) -> dict[str, protocol.PropertyDiff]:
    patterns = [paths.parse(text) for text in replace_on]
    result: dict[str, protocol.PropertyDiff] = {}
    for text, each in detailed.items():
        path = paths.parse(text)
        hit = not each.kind.endswith("-replace") and any(paths.contains(pattern, path) for pattern in patterns)
        kind = cast("protocol.DiffKind", f"{each.kind}-replace") if hit else each.kind
        result[text] = protocol.PropertyDiff(kind, each.input)
    if init_errors and any(paths.contains(pattern, (_INIT_ERROR,)) for pattern in patterns):
        result[_INIT_ERROR] = protocol.PropertyDiff("update-replace", input=False)
    return result


def _replacing(detailed: Mapping[str, protocol.PropertyDiff]) -> dict[str, protocol.PropertyDiff]:
    return {path: each for path, each in detailed.items() if each.kind.endswith("-replace")}


def _keys(detailed: Mapping[str, protocol.PropertyDiff]) -> list[str]:
    return sorted({str(paths.parse(text)[0]) for text in detailed})


def compare(old: object, new: object) -> protocol.Diff:
    """Compare the inputs of a component, which has no provider to do it: any difference is an update."""
    if old == new:
        return protocol.Diff()
    olds = cast("dict[str, object]", old)
    news = cast("dict[str, object]", new)
    detailed: dict[str, protocol.PropertyDiff] = {}
    for key in sorted({*olds, *news}):
        if key not in news:
            detailed[paths.text((key,))] = protocol.PropertyDiff("delete")
        elif key not in olds:
            detailed[paths.text((key,))] = protocol.PropertyDiff("add")
        elif olds[key] != news[key]:
            detailed[paths.text((key,))] = protocol.PropertyDiff("update")
    return protocol.Diff(detailed)

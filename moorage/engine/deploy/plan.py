"""Old state + goal + the provider's diff -> what to do with a resource. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
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
    old: resource.Resource, wanted: goal.Goal, diff: protocol.Diff, *, replace: bool = False, fixed_name: bool = False
) -> Decision:
    """Decide about a resource that the state has.

    Args:
        old: the recorded row.
        wanted: what the program asks for.
        diff: what the provider says; for a component, that its inputs differ.
        replace: something else than a property forces a replacement.
        fixed_name: the physical name has nothing random, so two of it cannot exist at a time.
    """
    settled = _escalated(diff, wanted.replace_on_changes, init_errors=bool(old.init_errors))
    change = step.Change(settled.detailed or None, _changed(settled), _replacing(settled))
    if replace or settled.replaces or old.pending_replacement:
        first = diff.delete_before_replace
        if wanted.delete_before_replace is not None:
            first = wanted.delete_before_replace
        return Decision("replace", change, fixed_name or first)
    if settled.any or old.init_errors:
        return Decision("update", change)
    return Decision("same")


def _escalated(diff: protocol.Diff, replace_on: Sequence[str], *, init_errors: bool) -> protocol.Diff:
    """Return the diff with `replaceOnChanges` applied, and the errors of an unfinished creation in it."""
    if not (diff.any or init_errors):
        return diff
    patterns = [paths.parse(text) for text in replace_on]
    detailed: dict[str, protocol.PropertyDiff] = {}
    for text, each in diff.detailed.items():
        hit = not each.kind.endswith("-replace") and _hit(patterns, text)
        kind = cast("protocol.DiffKind", f"{each.kind}-replace") if hit else each.kind
        detailed[text] = protocol.PropertyDiff(kind, each.input)
    keys = dict.fromkeys((*diff.replace_keys, *(key for key in diff.changed_keys if _hit(patterns, key))))
    if init_errors and any(paths.contains(pattern, (_INIT_ERROR,)) for pattern in patterns):
        keys[_INIT_ERROR] = None
        if detailed or not diff.any:
            detailed[_INIT_ERROR] = protocol.PropertyDiff("update-replace", input=False)
    return dataclasses.replace(diff, detailed=detailed, replace_keys=tuple(keys))


def _hit(patterns: Sequence[paths.Path], text: str) -> bool:
    return any(paths.contains(pattern, paths.parse(text)) for pattern in patterns)


def _changed(diff: protocol.Diff) -> list[str]:
    return list(diff.changed_keys) or _keys(diff.detailed)


def _replacing(diff: protocol.Diff) -> list[str]:
    by_path = _keys(path for path, each in diff.detailed.items() if each.kind.endswith("-replace"))
    return list(dict.fromkeys((*diff.replace_keys, *by_path)))


def _keys(found: Iterable[str]) -> list[str]:
    return sorted({str(paths.parse(text)[0]) for text in found})

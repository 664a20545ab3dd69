"""The end of a run, in words: diagnostics, outputs, the summary, the duration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.text import Text

from moorage.engine import urn
from moorage.engine.display import changes, text, words

Event = dict[str, Any]
_STYLES = {"error": "red", "warning": "yellow"}


def diagnostics(found: Sequence[Event], root: str) -> list[Text]:
    """Return all messages, by resource in the order of the first message; repeated ones once.

    Those of no resource are the stack's, whose URN is `root` (empty when the run did not get that far).
    """
    groups: dict[str, list[Event]] = {}
    for event in found:
        group = groups.setdefault(event.get("urn") or root, [])
        if event not in group:
            group.append(event)
    if not groups:
        return []
    result = [Text("Diagnostics:", "bold")]
    for where, group in groups.items():
        result.append(Text(f"  {title(where)}" if where else "  run:"))
        for event in group:
            style = _STYLES.get(event["severity"], "")
            head, *rest = f"{event.get('prefix', '')}{event['message']}".rstrip("\n").split("\n")
            prefix = event.get("prefix", "")
            line = Text("    ").append(head[: len(prefix)], style).append(head[len(prefix) :])
            result += [line, *(Text(f"    {each}" if each else "") for each in rest)]
        result.append(Text())
    return result


def title(where: str) -> str:
    """Return how a resource is headed: `random:index:RandomString (s):`."""
    return f"{words.type_name(urn.type_of(where))} ({urn.name(where)}):"


def outputs(step: Event | None) -> list[Text]:
    """Return the stack's outputs; what changed is marked `+`, `~` or `-`."""
    if not step:
        return []
    old, new = _outputs_of(step.get("old")), _outputs_of(step.get("new"))
    names = sorted({*old, *new})
    if not names:
        return []
    width = max(len(name) for name in names)
    result = [Text("Outputs:", "bold")]
    for name in names:
        sign, style = _output_sign(name, old, new)
        if sign == "~":
            result += [Text(line, style) for line in _changed(name, old[name], new[name], width)]
            continue
        lines = text.block(name, new[name] if name in new else old[name], 4, width)
        lines[0] = f"  {sign} {lines[0].lstrip()}"
        result += [Text(line, style) for line in lines]
    return [*result, Text()]


def _changed(name: str, old: Any, new: Any, width: int) -> list[str]:
    """Return a changed output: old and new, or of maps and lists the leaves that differ."""
    found = changes.compared(old, new)
    if len(found) == 1 and not found[0].path:
        return [f"  ~ {name.ljust(width)}: {' => '.join(text.apart(old, new))}"]
    leaves = [f"      {changes.SIGNS[each.kind]} {each.path}: {each.values}" for each in found]
    return [f"  ~ {name.ljust(width)}:", *leaves]


def summary(event: Event, errored: int) -> list[Text]:
    """Return `Resources:` with the count of each operation, and how long it took."""
    preview = event["isPreview"]
    result = [Text("Resources:", "bold")]
    counts: dict[str, int] = event["resourceChanges"]
    changed = words.changes(counts)
    for op, count in changed.items():
        word = words.of(op)
        verb = f"to {op}" if preview else word.done
        result.append(Text(f"    {word.sign.ljust(2)}{count} {verb}", word.style))
    total = sum(changed.values())
    parts = [f"{total} changes"] if len(changed) > 1 else []
    if counts.get("same"):
        parts.append(f"{counts['same']} unchanged")
    if parts:
        result.append(Text(f"    {'. '.join(parts)}"))
    if errored:
        result.append(Text(f"    {errored} errored", "red"))
    if not preview:
        result += [Text(), Text(f"Duration: {words.seconds(event['durationSeconds'])}")]
    return result


def counted(found: Iterable[Event]) -> str:
    """Return how many messages of each kind there are: `1 error; 2 warnings`."""
    kinds = {"error": 0, "warning": 0, "message": 0}
    for event in found:
        kinds[event["severity"] if event["severity"] in kinds else "message"] += 1
    return "; ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in kinds.items() if count)


def _outputs_of(state: Event | None) -> Event:
    return (state.get("outputs") if state else None) or {}


def _output_sign(name: str, old: Event, new: Event) -> tuple[str, str]:
    if name not in old:
        return "+", "green"
    if name not in new:
        return "-", "red"
    return (" ", "") if old[name] == new[name] else (changes.SIGNS["update"], "yellow")

"""What a rollback changes, workload by workload: the image, and each setting. Pure; there are no secrets in either."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components.images import changed, record
from moorage.cli.rollback.versions import Block, Version


def lines(before: Version, after: Version, workload: str) -> list[str]:
    """Return the changes of each workload (or of one), each below its name; jobs stay as they are."""
    names = [workload] if workload else sorted({*before.steady, *after.steady})
    found: list[str] = []
    for name in names:
        if below := list(_of(before, after, name)):
            found += [f"{name}:", *(f"  {line}" for line in below)]
    return found


def from_project(after: Version, workload: str) -> list[str]:
    """Return the files of each workload (or of one) whose content is the project's of today: no version keeps it."""
    found: list[str] = []
    for name, spec in after.steady.items():
        files: dict[str, Block] = spec.get("files") or {}
        if not workload or name == workload:
            found += [f"{name}.files.{file}" for file, stated in files.items() if "source" in stated]
    return found


def _of(before: Version, after: Version, name: str) -> Iterator[str]:
    was, now = before.of(name), after.of(name)
    if now is None:
        if was is not None:
            yield "goes: that update did not have it"
        return
    if was is None:
        yield "comes back"
        return
    yield from _image(before, after, name, differs=was[1] != now[1])
    yield from _settings("", was[0], now[0])
    yield from _settings("image.", was[2], now[2])


def _image(before: Version, after: Version, name: str, *, differs: bool) -> Iterator[str]:
    if differs:
        was, now = (str(one.workloads[name].get("image")) for one in (before, after))
        old, new = before.built.get(was, {}), after.built.get(now, {})
        why = changed.line(old, new) if "key" in old and "key" in new else changed.UNCHANGED
        more = f" ({why})" if why != changed.UNCHANGED else ""
        yield f"image {now}: {_short(before.references[was])} -> {_short(after.references[now])}{more}"


def _short(reference: str) -> str:
    return reference.rpartition(":")[2][:12] or "none"


def _settings(lead: str, was: Block, now: Block) -> Iterator[str]:
    old, new = _flat(was), _flat(now)
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            yield f"{lead}{key}: {old.get(key, 'not set')} -> {new.get(key, 'not set')}"


def _flat(block: dict[str, Any]) -> dict[str, str]:
    return record.settings(block)

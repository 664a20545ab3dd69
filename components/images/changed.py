"""Changed: what differs between two records of an image, in one line for people. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from components.images import bases
from components.images.record import Record

SHOWN = 8
"""Differences that a line names."""

UNCHANGED = "unchanged"

TOLD = frozenset({"platforms", "sbom", "provenance", "cache"})
"""Settings that are no part of a key: the builder is told them, and builds again when they change."""


def line(old: Record | None, new: Record) -> str:
    """Return `unchanged`, `new`, or `changed: ` and what; `old` is None for an image that was never recorded."""
    if pin := new.get("pinned"):
        return UNCHANGED if old == new else f"held at {_digest(pin)}"
    if old and "pinned" in old:
        return f"no longer held at {_digest(old['pinned'])}"
    if not old or "key" not in old:
        return "new"
    settings = dict(_settings(old["settings"], new["settings"]))
    target = dict(_target(old, new))
    if old["key"] == new["key"]:
        settings = {name: text for name, text in settings.items() if name.partition(".")[0] in TOLD}
        if not settings and not target:
            return UNCHANGED
    found = [*_files(old["files"], new["files"]), *_bases(old, new), *(settings | target).values()]
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return f"changed: {', '.join(found[:SHOWN])}{more}"


def _digest(reference: str) -> str:
    return reference.rpartition("@")[2][:19]


def _files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    # What comes with a base is said by its name, and the Dockerfile, in which all the rest is, comes last.
    names = sorted((name for name in {*old, *new} if not _of_base(name)), key=lambda name: (name == "Dockerfile", name))
    for name in names:
        if name not in old:
            yield f"{name} (new)"
        elif name not in new:
            yield f"{name} (gone)"
        elif old[name] != new[name]:
            yield name


def _of_base(path: str) -> bool:
    return path.startswith(f"{bases.FOLDER}/")


def _bases(old: Record, new: Record) -> Iterator[str]:
    was, now = old["bases"], new["bases"]
    for name in sorted({*was, *now}):
        if was.get(name) != now.get(name):
            yield f"base {name} ({was.get(name, 'none')} -> {now.get(name, 'none')})"


def _target(old: Record, new: Record) -> Iterator[tuple[str, str]]:
    if "target" not in old or "target" not in new:  # recorded by an earlier version
        return
    was, now = old["target"], new["target"]
    # A platform that only one of two builders is told is no difference besides the builder's own.
    known = {name for name in ("platform",) if name not in was or name not in now}
    yield from _settings(*({key: text for key, text in one.items() if key not in known} for one in (was, now)))


def _settings(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in sorted({*was, *now}):
        if was.get(name) != now.get(name):
            yield name, f"{name} ({was.get(name, 'default')} -> {now.get(name, 'default')})"

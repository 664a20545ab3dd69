"""The images of a stack as its file and the locks have them."""

from __future__ import annotations

from typing import Any

from components import images
from components.images import bases, lock
from moorage.cli import preflight
from moorage.cli.selection import Selection


def rows(chosen: Selection) -> list[dict[str, Any]]:
    """Return one row per image, as `images ls --json` prints them; `decided` is empty where nothing is recorded."""
    settings = preflight.load(chosen)
    project = preflight.project(chosen)
    known = lock.read(project.root)
    return [
        {
            "image": name,
            "kind": kind,
            "bases": [
                {"name": wanted.key, "decided": _decided(known, wanted)}
                for wanted in images.names({name: (kind, given)}, project)
            ],
        }
        for name, (kind, given) in settings.images.items()
    ]


def _decided(known: lock.Lock, wanted: bases.Wanted) -> str:
    if "@" in wanted.name:
        return wanted.name.partition("@")[2]
    if (pinned := known.shared.get(wanted.name)) is not None:
        return f"{pinned.repository}@{pinned.digest}"
    if (made := known.own.get(wanted.key)) is not None:
        return f"made here on {made.date}: Debian {made.suite}, sha256:{made.root.sha256}"
    return ""

"""The images of a stack as its file and the locks have them."""

from __future__ import annotations

from typing import Any

from components import images
from components.core.errors import SettingsError
from components.images import bases, lock
from infra import settings as infra
from moorage.cli import preflight, staged
from moorage.cli.selection import Selection


def rows(chosen: Selection) -> list[dict[str, Any]]:
    """Return one row per image, as `images ls --json` prints them.

    `decided` is empty where nothing is recorded. `key` is what would be built now: empty where that is not known before
    the base is decided, or nothing is built.
    """
    settings = preflight.load(chosen)
    project = preflight.project(chosen)
    known = lock.read(project.root)
    return [
        {
            "image": name,
            "kind": kind,
            "key": _key(chosen, settings, name),
            "bases": [
                {"name": wanted.shown, "decided": _decided(known, wanted)}
                for wanted in images.names({name: (kind, given)}, project)
            ],
        }
        for name, (kind, given) in settings.images.items()
    ]


def _key(chosen: Selection, settings: infra.Settings, name: str) -> str:
    try:
        return staged.key(chosen, settings, name)
    except SettingsError:
        return ""


def _decided(known: lock.Lock, wanted: bases.Wanted) -> str:
    if "@" in wanted.name:
        return wanted.name.partition("@")[2]
    if (pinned := known.shared.get(wanted.name)) is not None:
        return f"{pinned.repository}@{pinned.digest}"
    if (made := known.own.get(wanted.key)) is not None:
        return f"made here on {made.date}: Debian {made.suite}, sha256:{made.root.sha256}"
    return ""

"""The images of a stack as its file and the locks have them."""

from __future__ import annotations

import dataclasses
from typing import Any

from components import images
from components.core.errors import SettingsError
from components.images import bases, lock
from infra import settings as infra
from moorage.cli import deployed as deployments
from moorage.cli import imagechanges, preflight, staged
from moorage.cli.selection import Selection


def rows(chosen: Selection) -> list[dict[str, Any]]:
    """Return one row per image, as `images ls --json` prints them.

    `decided` is empty where nothing is recorded. `key` is what would be built now: empty where that is not known before
    the base is decided, or nothing is built. `deployed` lists what was, the last one first; `now` says how the
    key's content differs from that.
    """
    settings = preflight.load(chosen)
    project = preflight.project(chosen)
    known = lock.read(project.root)
    deployed, now = deployments.images(chosen), imagechanges.by_name(chosen)
    return [
        {
            "image": name,
            "kind": kind,
            "key": _key(chosen, settings, name),
            "bases": [
                {"name": wanted.shown, "decided": _decided(known, wanted)}
                for wanted in images.names({name: (kind, given)}, project)
            ],
            "deployed": [dataclasses.asdict(one) for one in deployed.get(name, [])],
            "now": now.get(name, ""),
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

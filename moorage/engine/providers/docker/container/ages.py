"""Properties that an older Docker engine takes without a word and ignores."""

from __future__ import annotations

from typing import Any

from moorage.engine.providers.docker import records
from moorage.engine.providers.docker.container import durations
from moorage.engine.values import Values


def reasons(api: str, inputs: Values) -> list[str]:
    """Return what this engine's API version would ignore; versions as Docker's API history dates the properties."""
    asked = {
        "mounts.volumeOptions.subpath": ("1.45", _subpath(records.objects(inputs, "mounts"))),
        "healthcheck.startInterval": (
            "1.44",
            durations.nanoseconds(records.members(inputs, "healthcheck").get("startInterval")) > 0,
        ),
        "networksAdvanced.macAddress": (
            "1.44",
            any(network.get("macAddress") for network in records.objects(inputs, "networksAdvanced")),
        ),
    }
    return [
        f"{path}: needs version {since} of Docker's API, the engine has {api}"
        for path, (since, used) in asked.items()
        if used and _version(api) < _version(since)
    ]


def _subpath(mounts: list[dict[str, Any]]) -> bool:
    return any(records.members(mount, "volumeOptions").get("subpath") for mount in mounts)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))

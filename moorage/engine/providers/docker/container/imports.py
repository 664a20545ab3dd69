"""The inputs of a container that was not made here, as far as Docker tells them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moorage.engine.providers.docker import labels, records, same
from moorage.engine.providers.docker.container import state
from moorage.engine.providers.docker.container.schema import CONTAINER
from moorage.engine.values import Values


def inputs(inspected: Mapping[str, Any]) -> Values:
    """Return what says something beyond the defaults; mounts, devices and networks are for the user to write."""
    config, host = records.members(inspected, "Config"), records.members(inspected, "HostConfig")
    found: Values = {
        **state.observe({}, inspected),
        "image": config.get("Image") or "",
        "envs": records.texts(config, "Env"),
        "labels": labels.from_map(records.members(config, "Labels")),
        "networkMode": host.get("NetworkMode") or "default",
        "groupAdds": records.texts(host, "GroupAdd"),
        "tmpfs": records.members(host, "Tmpfs"),
        "sysctls": records.members(host, "Sysctls"),
        "capabilities": {"adds": records.texts(host, "CapAdd"), "drops": records.texts(host, "CapDrop")},
        "dns": records.texts(host, "Dns"),
    }
    properties = CONTAINER.properties
    return {
        key: value
        for key, value in found.items()
        if properties[key].use != "output" and not same.same(properties[key], value, properties[key].default)
    }

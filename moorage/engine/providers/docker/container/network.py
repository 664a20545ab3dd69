"""Networks, addresses and published ports of a container -> outputs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moorage.engine.providers.docker import records
from moorage.engine.values import Values


def observed(inputs: Values, inspected: Mapping[str, Any]) -> dict[str, Any]:
    """Return bridge, networkDatas, and, where they were given, ports and networksAdvanced."""
    settings = records.members(inspected, "NetworkSettings")
    networks = records.members(settings, "Networks")
    found: dict[str, Any] = {
        "bridge": settings.get("Bridge") or "",
        "networkDatas": [_data(name, endpoint) for name, endpoint in sorted(networks.items())],
    }
    # A container that does not run publishes nothing; what it was told to publish is still its configuration.
    if inputs.get("ports") and records.members(inspected, "State").get("Running"):
        found["ports"] = _published(records.objects(inputs, "ports"), records.members(settings, "Ports"))
    if inputs.get("networksAdvanced"):
        found["networksAdvanced"] = _attached(records.objects(inputs, "networksAdvanced"), networks)
    return found


def _published(given: list[dict[str, Any]], bindings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the published ports, those that were asked for first and in their order."""
    rest = _ports(bindings)
    asked: list[dict[str, Any]] = []
    for port in given:
        wanted = {key: value for key, value in port.items() if key in ("internal", "ip", "protocol")}
        if port.get("external"):
            wanted["external"] = port["external"]
        twin = next((entry for entry in rest if wanted.items() <= entry.items()), None)
        if twin is not None:
            rest.remove(twin)
            asked.append(twin)
    return asked + rest


def _ports(bindings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the published ports, by internal port; a port bound on two addresses is two entries."""
    found: list[dict[str, Any]] = []
    for key in sorted(bindings, key=lambda name: (int(name.partition("/")[0]), name)):
        internal, _, protocol = key.partition("/")
        for binding in records.objects(bindings, key):
            external = int(binding.get("HostPort") or 0)
            entry = {"internal": int(internal), "external": external, "ip": binding["HostIp"], "protocol": protocol}
            found.append(entry)
    return found


def _data(name: str, endpoint: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "networkName": name,
        "ipAddress": endpoint.get("IPAddress") or "",
        "ipPrefixLength": endpoint.get("IPPrefixLen") or 0,
        "gateway": endpoint.get("Gateway") or "",
        "globalIpv6Address": endpoint.get("GlobalIPv6Address") or "",
        "globalIpv6PrefixLength": endpoint.get("GlobalIPv6PrefixLen") or 0,
        "ipv6Gateway": endpoint.get("IPv6Gateway") or "",
        "macAddress": endpoint.get("MacAddress") or "",
    }


def _attached(given: list[dict[str, Any]], networks: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the given networks that the container is still attached to, by name or id.

    One that it joined since is not told, as the real provider tells none: it is no reason to replace the container.
    """
    ids = {str(endpoint.get("NetworkID") or ""): name for name, endpoint in networks.items()}
    return [entry for entry in given if ids.get(entry["name"], entry["name"]) in networks]

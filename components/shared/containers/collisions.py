"""Whether the addresses that a stack's networks are to have lead anywhere else from an engine's machine."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from components.core.errors import SettingsError
from components.core.operations import Claim
from components.shared.containers.found import Client
from components.shared.containers.pool import PRIVATE
from components.shared.routes import Route

ROOM: Final = 16
"""Prefix of a block that is named as a way out: 4096 networks of the usual size."""


def check(client: Client, target: str, claim: Claim, routes: Sequence[Route]) -> None:
    """Check that no network of another's, and no route of the engine's machine, is where this stack is to be.

    Raises:
        SettingsError: at the target's `subnets`, naming what is there, and a block that is free.
    """
    rows: list[dict[str, Any]] = client.api.networks()
    mine = claim.scope.labels().items()
    ours = {cidr for row in rows if mine <= (row.get("Labels") or {}).items() for cidr in _subnets(row)}
    others = {cidr: f"network {row['Name']}" for row in rows for cidr in _subnets(row) if cidr not in ours}
    # A bridge's route is a network of some engine, and these are told by what they are, not by the pool they are from.
    leading = [route for route in routes if route.to not in ours | others.keys()]
    others |= {route.to: f"a network on {route.interface}" for route in leading if route.bridge}
    path, free = f"target.{target}.subnets", _free([*others, *(route.to for route in leading)])
    for route in leading:
        if not route.bridge and _overlap(claim.pool, route.to):
            problem = f"{claim.pool} overlaps {route.to}, a route of this machine ({route.interface})"
            raise SettingsError(path, f"{problem}; free is {free}" if free else problem)
    for network in claim.networks:
        for cidr, name in others.items():
            if _overlap(network.addresses, cidr):
                problem = f"{network.addresses} of network {network.name} is taken by {name} ({cidr})"
                raise SettingsError(path, f"{problem}; free is {free}" if free else problem)


def _subnets(row: dict[str, Any]) -> Iterator[str]:
    ipam: dict[str, Any] = row.get("IPAM") or {}
    configs: list[dict[str, str]] = ipam.get("Config") or []
    return (config["Subnet"] for config in configs if "." in config.get("Subnet", ""))


def _overlap(one: str, other: str) -> bool:
    return ipaddress.IPv4Network(one).overlaps(ipaddress.IPv4Network(other))


def _free(taken: Iterable[str]) -> str:
    """Return a block that nothing overlaps; the last one, as people begin with the first."""
    there = [ipaddress.IPv4Network(cidr) for cidr in taken]
    blocks = (
        each for block in PRIVATE for each in reversed(list(block.subnets(new_prefix=max(ROOM, block.prefixlen))))
    )
    return next((str(block) for block in blocks if not any(block.overlaps(other) for other in there)), "")

"""Subnets of a stack's networks, computed from their names: one keeps its own while others come and go. Pure."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from components.core.errors import SettingsError
from components.core.traits import Traits

PREFIXES: Final = (28, 24, 21)
"""Sizes of a network: 13, 253 and 2045 addresses for containers. Few, so that a replica more seldom means another."""
NOT_CONTAINERS: Final = 3
"""Addresses of a network that no container gets: its first, its last, and the gateway's."""
TRIES: Final = 64
"""Places that a network's name leads to, one after the other; after them the first free one is taken."""


@dataclass(frozen=True)
class Network:
    """A network as it is called on the engine, and its addresses in CIDR notation."""

    name: str
    subnet: str

    @property
    def gateway(self) -> str:
        """Return the first address, said to the engine: one that it chose itself would be a difference afterwards."""
        return str(ipaddress.ip_network(self.subnet)[1])

    @property
    def proxy(self) -> str:
        """Return the last address, where callers find the proxy of their callee.

        An engine hands out addresses from the first one on, and a network is larger than what is in it.
        """
        return str(ipaddress.ip_network(self.subnet)[-2])

    @property
    def proxy_mac(self) -> str:
        """Return the hardware address that Docker gives to who is at `proxy`: whoever knows it need not ask again."""
        return "02:42:" + ipaddress.IPv4Address(self.proxy).packed.hex(":")


def place(wanted: Mapping[str, int], pool: str, path: str = "target") -> dict[str, Network]:
    """Return a network for each name, with addresses for at least as many containers.

    Of two that want one place the first by name has it. A network that is not where its name alone leads, or is larger
    than most, is called by its subnet too: another subnet is so always another network, made before the old one goes.

    Raises:
        SettingsError: at `path`, the pool is too small.
    """
    within = ipaddress.IPv4Network(pool)
    taken: list[ipaddress.IPv4Network] = []
    placed: dict[str, Network] = {}
    for name in sorted(wanted):
        prefix = _prefix(wanted[name])
        found = _free(name, within, prefix, taken)
        if found is None:
            problem = f"{pool} has no room for the {len(wanted)} networks of this stack"
            raise SettingsError(f"{path}.subnets", f"{problem}; give a larger one, such as {Traits.subnets}")
        taken.append(found)
        usual = found == _at(name, 0, ipaddress.IPv4Network(Traits.subnets), PREFIXES[0])
        called = name if usual else f"{name}_{str(found).replace('/', '-')}"
        placed[name] = Network(called, str(found))
    return placed


def _prefix(containers: int) -> int:
    return next(prefix for prefix in PREFIXES if containers + NOT_CONTAINERS <= 2 ** (32 - prefix))


def _free(
    name: str, within: ipaddress.IPv4Network, prefix: int, taken: list[ipaddress.IPv4Network]
) -> ipaddress.IPv4Network | None:
    if prefix < within.prefixlen:
        return None
    for attempt in range(TRIES):
        found = _at(name, attempt, within, prefix)
        if not any(found.overlaps(other) for other in taken):
            return found
    rest = within.subnets(new_prefix=prefix)
    return next((one for one in rest if not any(one.overlaps(other) for other in taken)), None)


def _at(name: str, attempt: int, within: ipaddress.IPv4Network, prefix: int) -> ipaddress.IPv4Network:
    drawn = int.from_bytes(hashlib.sha256(f"{name} {attempt}".encode()).digest()[:8])
    size = 2 ** (32 - prefix)
    offset = drawn % (within.num_addresses // size) * size
    return ipaddress.IPv4Network((int(within.network_address) + offset, prefix))

"""Where this machine sends packets: its IPv4 routes."""

from __future__ import annotations

import ipaddress
import pathlib
import sys
from dataclasses import dataclass
from typing import Final

PROC: Final = pathlib.Path("/proc")
SYS: Final = pathlib.Path("/sys")


@dataclass(frozen=True)
class Route:
    """A destination in CIDR notation, and the interface that leads there."""

    to: str
    interface: str
    bridge: bool
    """The interface is a bridge of this machine, as container engines make them."""


def read(proc: pathlib.Path = PROC, system: pathlib.Path = SYS) -> list[Route]:
    """Return the routes but for the default one; none where this user or system does not show them."""
    try:
        lines = (proc / "net/route").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return []
    found: list[Route] = []
    for line in lines:
        fields = line.split()
        to = f"{_address(fields[1])}/{_address(fields[7])}"
        if (network := ipaddress.IPv4Network(to)).prefixlen:
            bridge = (system / "class/net" / fields[0] / "bridge").is_dir()
            found.append(Route(str(network), fields[0], bridge))
    return found


def _address(text: str) -> ipaddress.IPv4Address:
    """Return an address that the kernel wrote as a number in this machine's byte order."""
    return ipaddress.IPv4Address(int(text, 16).to_bytes(4, sys.byteorder))

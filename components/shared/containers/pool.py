"""The `subnets` of a target: addresses that are nobody's on the Internet."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Final

import pydantic

from components.core.traits import Traits

PRIVATE: Final = tuple(
    ipaddress.IPv4Network(block)
    for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15")
)
"""RFC 1918, RFC 6598 and RFC 2544: no public machine can be hidden by a network of one of these."""


def _check(value: str) -> str:
    try:
        found = ipaddress.IPv4Network(value, strict=False)
    except ValueError:
        found = None
    if found is None or "/" not in value:
        msg = f"{value!r} should be IPv4 addresses in CIDR notation, such as {Traits.subnets}"
        raise ValueError(msg)
    if str(found) != value:
        msg = f"{value!r} is inside a block of that size, not a block; did you mean {found}"
        raise ValueError(msg)
    if not any(found.subnet_of(block) for block in PRIVATE):
        msg = f"{value} is not private; allowed: what lies in {', '.join(map(str, PRIVATE))}"
        raise ValueError(msg)
    return value


Pool = Annotated[str, pydantic.AfterValidator(_check)]
"""A block of private IPv4 addresses, as `10.64.0.0/12`."""

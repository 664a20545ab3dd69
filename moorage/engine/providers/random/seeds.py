"""The generator that a `seed` text names: Go's own, seeded with the text's CRC-64. Pure but for an absent seed."""

from __future__ import annotations

import secrets
from typing import Final

from moorage.engine.providers.random import gorand

_ISO: Final = 0xD800000000000000
"""The polynomial of ISO 3309, reversed (hash/crc64)."""


def source(seed: str) -> gorand.Source:
    """Return the generator of a seed; without one, of a number that the system draws."""
    number = crc64(seed.encode()) if seed else secrets.randbits(64)
    return gorand.Source(number - (1 << 64) if number >> 63 else number)


def crc64(data: bytes) -> int:
    """Return the CRC-64 of ISO 3309, with all bits inverted before and after."""
    register = (1 << 64) - 1
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (_ISO if register & 1 else 0)
    return register ^ (1 << 64) - 1

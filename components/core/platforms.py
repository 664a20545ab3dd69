"""Platforms that images are built for, as `os/architecture`, and how a machine's own word for one is read. Pure."""

from __future__ import annotations

from typing import Final, Literal

Platform = Literal[
    "linux/amd64",
    "linux/arm64",
    "linux/arm/v7",
    "linux/386",
    "linux/ppc64le",
    "linux/riscv64",
    "linux/s390x",
]
"""What Debian and its image are there for."""

_MACHINES: Final[dict[str, Platform]] = {
    "x86_64": "linux/amd64",
    "amd64": "linux/amd64",
    "aarch64": "linux/arm64",
    "arm64": "linux/arm64",
    "armv7l": "linux/arm/v7",
    "i386": "linux/386",
    "i686": "linux/386",
    "ppc64le": "linux/ppc64le",
    "riscv64": "linux/riscv64",
    "s390x": "linux/s390x",
}


def of(machine: str) -> Platform | None:
    """Return the platform of a Linux machine by what its kernel or Go calls it; None: not one of ours."""
    return _MACHINES.get(machine)

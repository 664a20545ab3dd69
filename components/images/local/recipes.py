"""Recipes: which base names can be made from Debian packages, and from which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

PYTHONS: Final = {"bookworm": "3.11", "trixie": "3.13"}
"""The Python of each Debian release, by code name: package `python3` there."""

NUMBERS: Final = {"12": "bookworm", "13": "trixie"}

UNPACKER: Final = "busybox-static"
"""Brings the one program that unpacks the root file system into an empty stage."""

ASIDE: Final = ("python3-pip-whl", UNPACKER)
"""What goes with a runtime and is no part of it."""

RUNTIME: Final = (
    "base-files",
    "base-passwd",
    "ca-certificates",
    "coreutils",
    "dash",
    "libc-bin",
    # A manylinux wheel may count on it (PEP 600: `libstdc++.so.6` and `libgcc_s.so.1` are on every system).
    "libstdc++6",
    "netbase",
    "tzdata",
)

_PYTHON = re.compile(r"python:(?P<version>\d+\.\d+)-slim(?:-(?P<suite>[a-z]+))?")
_DEBIAN = re.compile(r"debian:(?P<suite>[a-z]+|\d+)(?:-slim)?")


@dataclass(frozen=True)
class Recipe:
    """What a root file system is made of. With `extract`, packages are unpacked and no script of theirs runs."""

    name: Literal["runtime", "debian", "toolchain"]
    suite: str
    variant: Literal["extract", "minbase"]
    packages: tuple[str, ...]
    """What the recipe itself needs."""
    run: tuple[str, ...] = ()
    """What the stack file asks for besides."""

    @property
    def asked(self) -> tuple[str, ...]:
        """Return all of them, each once."""
        return tuple(dict.fromkeys((*self.packages, *self.run)))


def find(base: str, run: tuple[str, ...] = ()) -> Recipe | None:
    """Return the recipe of a base name with packages, None when Debian's packages cannot stand for it."""
    if python := _PYTHON.fullmatch(base):
        suites = [suite for suite, version in PYTHONS.items() if version == python["version"]]
        if not suites or python["suite"] not in (None, suites[0]):
            return None
        return Recipe("runtime", suites[0], "extract", (*RUNTIME, "python3", *ASIDE), run)
    if debian := _DEBIAN.fullmatch(base):
        suite = NUMBERS.get(debian["suite"], debian["suite"])
        if suite in PYTHONS:
            return Recipe("debian", suite, "minbase", ("usr-is-merged", UNPACKER), run)
    return None


def toolchain(base: str, run: tuple[str, ...], build: tuple[str, ...]) -> Recipe | None:
    """Return the recipe of what compiles for a base: a system of the same release, with its Python and the headers."""
    stands = find(base)
    if stands is None:
        return None
    own = ("ca-certificates", "python3-dev", "usr-is-merged", UNPACKER)
    return Recipe("toolchain", stands.suite, "minbase", own, (*run, *build))


def choices() -> list[str]:
    """Return the names that can be made, as a person would write them."""
    pythons = [f"python:{version}-slim-{suite}" for suite, version in PYTHONS.items()]
    return [*pythons, *(f"debian:{suite}-slim" for suite in PYTHONS)]

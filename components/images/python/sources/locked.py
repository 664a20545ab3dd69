"""A locked package, and the lines that pip reads of it.

pip is handed the hashes of all files of a package, not those of one chosen file: only in the build is it known which C
library and which patch level of Python the base has, and pip chooses there by the same rules as the tool that locked.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from packaging import tags, utils

from components.images.python.sources.request import Request

ALGORITHMS: Final = ("sha256", "sha384", "sha512")
"""Hashes that pip takes."""


@dataclass(frozen=True, order=True)
class Package:
    """One version of one package, from an index or (`url`) from an address."""

    name: str
    version: str
    hashes: tuple[str, ...] = ()
    """`sha256:...` of every file."""
    wheels: tuple[str, ...] = ()
    """Names of the wheel files."""
    sdist: bool = False
    url: str = ""


@dataclass(frozen=True)
class Locked:
    """What a lock comes to for one Python, on all machines that the image is for."""

    packages: Mapping[Package, str]
    """Each with the marker that it keeps."""
    projects: tuple[str, ...] = ()
    """Folders of the source that are to be installed as packages themselves, `.` last."""
    apart: tuple[str, ...] = ()
    """Folders of the source that are other projects'."""
    indexes: tuple[str, ...] = ()
    """Indexes beside pip's own that packages come from."""


def text(found: Locked, *, indexed: bool) -> str:
    """Return a requirements file; `indexed` says that the user names the index to ask, and that no other counts."""
    lines = [] if indexed else [f"--extra-index-url {index}\n" for index in found.indexes]
    return "".join([*lines, *(_line(package, found.packages[package]) for package in sorted(found.packages))])


def check(request: Request, package: Package, machines: Sequence[str]) -> None:
    """Check that a package can be installed: it has hashes, and a file for the Python on each machine.

    Raises:
        SettingsError: it cannot.
    """
    if not package.hashes:
        raise request.refuse(f"{package.name} has no hashes")
    for machine in machines:
        if not package.sdist and package.wheels and machine:
            _check_wheels(request, package, machine)


def _check_wheels(request: Request, package: Package, machine: str) -> None:
    allowed = _tags(request.python, machine)
    found: set[str] = set()
    for name in package.wheels:
        try:
            _, _, _, given = utils.parse_wheel_filename(name)
        except utils.InvalidWheelFilename:
            return
        if given & allowed:
            return
        found |= {str(tag) for tag in given}
    shown = ", ".join(sorted(found)[:4]) + (", ..." if len(found) > 4 else "")
    problem = f"{package.name} {package.version} has no file for Python {request.python} on Linux {machine}"
    raise request.refuse(f"{problem}, and no source: its wheels are for {shown}")


@functools.cache
def _tags(python: str, machine: str) -> frozenset[tags.Tag]:
    """Return every tag that some Linux with that Python takes, whatever its C library."""
    version = [int(part) for part in python.split(".")[:2]]
    glibc = [f"manylinux_2_{minor}" for minor in range(60)] + ["manylinux1", "manylinux2010", "manylinux2014"]
    musl = [f"musllinux_1_{minor}" for minor in range(20)]
    platforms = [f"{libc}_{machine}" for libc in (*glibc, *musl, "linux")]
    interpreter = f"cp{version[0]}{version[1]}"
    return frozenset(
        [*tags.cpython_tags(version, platforms=platforms), *tags.compatible_tags(version, interpreter, platforms)]
    )


def _line(package: Package, marker: str) -> str:
    head = f"{package.name} @ {package.url}" if package.url else f"{package.name}=={package.version}"
    head += f" ; {marker}" if marker else ""
    return " \\\n    ".join([head, *(f"--hash={one}" for one in sorted(set(package.hashes)))]) + "\n"

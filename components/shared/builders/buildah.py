"""Buildah on this machine: its version, what it can do, and the commands that bring it."""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
from collections.abc import Callable
from typing import Final

from components.core.operations import Finding, NotAllowedError
from components.shared import packages, superuser
from components.shared.builders import abilities

PACKAGE: Final = "buildah"
EMULATORS: Final = pathlib.Path("/proc/sys/fs/binfmt_misc")
"""What runs programs of other processors is registered here, by names such as qemu-aarch64."""


def find(emulators: pathlib.Path = EMULATORS) -> list[Finding]:
    """Return the findings."""
    path = shutil.which("buildah")
    if path is None:
        return [Finding(abilities.SUBJECT, "missing", "no buildah command on PATH", remedy())]
    others = sorted(file.name.removeprefix("qemu-") for file in emulators.glob("qemu-*"))
    emulated = f"and, emulated, {', '.join(others)}" if others else "alone: no QEMU is registered for others"
    able = abilities.Abilities(
        platforms=f"one an image: this machine's {emulated}",
        caches="in Buildah's own store; none is exported",
        attestations="none: Buildah makes no SBOM and no provenance",
        digests="yes: the same content has the same image ID, and the same digest by the same version of Buildah",
    )
    return abilities.rows(f"Buildah {_version(path)} ({path}), as the target says", able)


def remedy() -> tuple[str, ...]:
    """Return what brings Buildah."""
    if shutil.which("apt-get") is None:
        return ("install buildah",)
    return (superuser.here("apt-get update"), superuser.here(" ".join((*packages.APT, PACKAGE))))


def install(say: Callable[[str], None]) -> None:
    """Install Buildah.

    Raises:
        NotAllowedError: this user or system may not.
        OperationError: a command failed.
    """
    if not packages.able():
        message = f"builder: there is no buildah command; run: {' && '.join(remedy())}"
        raise NotAllowedError(message)
    say(f"installing {PACKAGE} with apt-get")
    packages.install(PACKAGE)


def _version(path: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a program that PATH leads to, and a constant word
            [path, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "of unknown version"
    found = re.search(r"version (\S+)", done.stdout)
    return found[1] if found else "of unknown version"

"""Packages of Debian and Ubuntu, which apt-get brings as root."""

from __future__ import annotations

import os
import pathlib
import subprocess
from collections.abc import Sequence
from typing import Final

from components.core.operations import OperationError

APT: Final = ("apt-get", "install", "-y", "--no-install-recommends")


def release() -> str:
    """Return the text of `/etc/os-release`."""
    try:
        return pathlib.Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return ""


def debian_like(release: str) -> bool:
    """Say whether `/etc/os-release` describes Debian, Ubuntu or a system made from them."""
    entries = dict(line.split("=", 1) for line in release.splitlines() if "=" in line)
    words = f"{entries.get('ID', '')} {entries.get('ID_LIKE', '')}".replace('"', "").split()
    return bool({"debian", "ubuntu"} & set(words))


def able() -> bool:
    """Say whether this user can install any."""
    return os.geteuid() == 0 and debian_like(release())


def install(*packages: str, update: bool = True) -> None:
    """Install packages, after a look at what there is.

    Raises:
        OperationError: apt-get fails; the line ends with the last one it said.
    """
    if update:
        run(("apt-get", "update"), DEBIAN_FRONTEND="noninteractive")
    run((*APT, *packages), DEBIAN_FRONTEND="noninteractive")


def run(argv: Sequence[str], **variables: str) -> None:
    """Run a command of the system's.

    Raises:
        OperationError: it fails; the line ends with the last one it said.
    """
    done = subprocess.run(  # noqa: S603 - words of our own; the programs are the system's, by root's PATH
        argv, env={**os.environ, **variables}, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        message = f"{' '.join(argv)}: failed ({done.returncode}): {' '.join(last)}"
        raise OperationError(message)

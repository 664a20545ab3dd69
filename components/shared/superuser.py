"""Commands that only root may run, as this user has to type them."""

from __future__ import annotations

import os
import re
import shlex
import shutil


def words(command: str, *, root: bool, sudo: bool) -> str:
    """Return `command` for root as it is, for others through sudo, and through su where there is no sudo."""
    if root:
        return command
    if not sudo:
        return f"su - -c {shlex.quote(command)}"
    return f"sudo sh -c {shlex.quote(command)}" if re.search(r"[&|;<>$]", command) else f"sudo {command}"


def here(command: str) -> str:
    """Return the same for the user who runs this, on this machine."""
    return words(command, root=os.geteuid() == 0, sudo=shutil.which("sudo") is not None)

"""What would bring a Docker engine up on this machine: the commands, as a person would type them."""

from __future__ import annotations

import getpass
import os
import pathlib
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from components.core import hosts
from components.shared import packages, superuser
from components.targets.docker import engine

LOG: Final = pathlib.Path("/var/log/dockerd.log")
PID: Final = pathlib.Path("/run/docker.pid")
PACKAGE: Final = "docker.io"
APART: Final = ("docker-cli", "docker-buildx")
"""Parts that newer releases have as packages of their own; an older `docker.io` holds what it needs of them."""


@dataclass(frozen=True)
class Machine:
    """What decides how an engine is brought up."""

    root: bool
    debian: bool
    systemd: bool
    installed: bool
    sudo: bool = True


def machine() -> Machine:
    """Return the facts of this machine."""
    return Machine(
        root=os.geteuid() == 0,
        debian=shutil.which("apt-get") is not None and packages.debian_like(packages.release()),
        systemd=pathlib.Path("/run/systemd/system").is_dir(),
        installed=dockerd() is not None,
        sudo=shutil.which("sudo") is not None,
    )


def dockerd() -> str | None:
    """Return the engine's program."""
    return shutil.which("dockerd") or shutil.which("dockerd", path="/usr/sbin:/sbin:/usr/local/sbin")


def commands(found: Machine, names: Sequence[str] = (PACKAGE,)) -> tuple[str, ...]:
    """Return the commands, as a person would type them, that bring an engine up."""
    install = () if found.installed else ("apt-get update", " ".join((*packages.APT, *names)))
    start = "systemctl enable --now docker" if found.systemd else f"dockerd --pidfile {PID} >>{LOG} 2>&1 &"
    if not found.debian and not found.installed:
        return ("install Docker Engine as its documentation says for this system, and start it",)
    return tuple(superuser.words(command, root=found.root, sudo=found.sudo) for command in (*install, start))


def remedy(where: engine.Address, reason: str) -> tuple[str, ...]:
    """Return what puts an engine right that does not answer."""
    if hosts.remote(where.url):
        return (f"ssh {' '.join(hosts.words(where.url))} docker version",)
    if where.origin == engine.STATED:
        return (f"start the engine at {where.url}",)
    if where.url != engine.DEFAULT:
        return (f"start the engine at {where.url}, or unset DOCKER_HOST",)
    if "may not be used" in reason:
        return (superuser.here(f"usermod -aG docker {user()}"), "newgrp docker")
    return commands(machine())


def client_remedy() -> tuple[str, ...]:
    """Return what brings the client and its build plugin."""
    if not machine().debian:
        return ("install docker-cli and docker-buildx",)
    return (superuser.here(" ".join((*packages.APT, *(apart() or [PACKAGE])))),)


def plugin_remedy() -> tuple[str, ...]:
    """Return what brings the build plugin; releases whose `docker.io` holds all of Docker have no package of it."""
    if not machine().debian or not apart():
        return ("install Docker's buildx plugin as its documentation says for this system",)
    return client_remedy()


def apart() -> list[str]:
    """Return the packages of APART that this release has."""
    return [name for name in APART if _available(name)]


def user() -> str:
    """Return the name of the user who runs this."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return getpass.getuser()


def _available(package: str) -> bool:
    # A virtual package, or one without a candidate, prints nothing.
    done = subprocess.run(  # noqa: S603 - constant words
        ["apt-cache", "show", package],  # noqa: S607 - the system's own, by root's PATH
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0 and "Package:" in done.stdout

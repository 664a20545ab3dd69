"""What would put Podman right on this machine: the commands, as a person would type them."""

from __future__ import annotations

import pathlib
import shlex
import subprocess
from collections.abc import Mapping
from typing import Final

from components.shared import packages as apt
from components.shared import superuser
from components.targets.podman import machine
from components.targets.podman.settings import SOCKET

LOG: Final = pathlib.Path("/var/log/podman-service.log")
START: Final = "systemctl enable --now podman.socket"
RESTART: Final = "systemctl enable podman-restart.service"
AGAIN: Final = "podman start --all --filter restart-policy=always"
"""What podman-restart.service runs, too."""

ACCEPT: Final = f"iptables -I FORWARD {machine.BRIDGED} -j ACCEPT"
"""Until the next start of the machine; how to keep it is the system's own business."""


def remedy(host: str, reason: str) -> tuple[str, ...]:
    """Return what puts a service right that does not answer."""
    if host != SOCKET:
        return (superuser.here(f"podman system service --time=0 {host} &"),)
    if "may not be used" in reason:
        return ("run moorage as root, or with sudo",)
    install = packages() if machine.lacking() else ()
    start = START if machine.systemd() else f"podman system service --time=0 >>{LOG} 2>&1 &"
    return (*install, superuser.here(start))


def packages() -> tuple[str, ...]:
    """Return what brings Podman and its helpers."""
    if not apt.debian_like(apt.release()):
        return (f"install {', '.join(machine.PACKAGES)}",)
    return (superuser.here("apt-get update"), superuser.here(" ".join((*apt.APT, *machine.PACKAGES))))


def limits(refused: Mapping[str, int]) -> tuple[str, ...]:
    """Return what lowers the default limits of containers."""
    return (superuser.here(f"printf %s {shlex.quote(settings(refused))} >{machine.OWN}"),)


def settings(refused: Mapping[str, int]) -> str:
    """Return the file that lowers the default limits of containers."""
    entries = ", ".join(f'"{name}={number}:{number}"' for name, number in refused.items())
    return f"[containers]\ndefault_ulimits = [{entries}]\n"


def restarts() -> bool:
    """Say whether systemd starts containers again after a reboot."""
    done = subprocess.run(
        ["systemctl", "is-enabled", "--quiet", "podman-restart.service"],  # noqa: S607 - the system's own
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0

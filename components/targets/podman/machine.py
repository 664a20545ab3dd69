"""What this machine has for Podman: programs, settings and limits, as its service finds them."""

from __future__ import annotations

import os
import pathlib
import resource
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from typing import Any, Final

PACKAGES: Final = ("podman", "netavark", "aardvark-dns", "catatonit")
"""Podman, its networks, names in them, and the init that reaps a workload's processes."""

FOLDERS: Final = ("/usr/libexec/podman", "/usr/local/libexec/podman", "/usr/local/lib/podman", "/usr/lib/podman")
"""Where Podman looks for its helpers (helper_binaries_dir, containers.conf(5))."""

SETTINGS: Final = pathlib.Path("/etc/containers")
OWN: Final = SETTINGS / "containers.conf.d" / "50-moorage.conf"

BRIDGED: Final = "-m physdev --physdev-is-bridged"
"""Packets that stay within one network (iptables-extensions(8))."""

NOFILE: Final = 1048576
"""Open files that Podman gives a container where nothing is said (RLimitDefaultValue, libpod/define/config.go)."""
NPROC: Final = 4194304
"""Processes of a container's user where nothing is said (oldMaxSize, libpod/define/config.go)."""
PROCESSES: Final = 32768
"""What is asked for instead: without the right to raise limits, Podman 4.3 hands out less than it has itself."""
SYS_RESOURCE: Final = 24
"""CAP_SYS_RESOURCE (linux/capability.h): who has it may raise hard limits."""


def systemd() -> bool:
    """Say whether systemd runs this machine."""
    return pathlib.Path("/run/systemd/system").is_dir()


def helper(name: str) -> str | None:
    """Return the path of one of Podman's helpers."""
    return shutil.which(name, path=os.pathsep.join((*FOLDERS, os.environ.get("PATH", os.defpath))))


def dropped() -> bool:
    """Say whether the firewall drops what stays within one network, as Docker's does to networks that it did not make.

    Only root can tell; for others nothing is known of it.
    """
    switch = pathlib.Path("/proc/sys/net/bridge/bridge-nf-call-iptables")
    program = shutil.which("iptables", path="/usr/sbin:/sbin")
    if program is None or os.geteuid() != 0 or not switch.is_file() or switch.read_text().strip() != "1":
        return False
    done = subprocess.run(  # noqa: S603 - the system's own, and constant words
        [program, "-w", "-S", "FORWARD"], capture_output=True, text=True, timeout=20, check=False
    )
    return done.stdout.startswith("-P FORWARD DROP") and BRIDGED not in done.stdout


def lacking() -> list[str]:
    """Return the packages whose programs are not there."""
    return [name for name in PACKAGES if helper(name) is None]


def ulimits(folder: pathlib.Path = SETTINGS) -> dict[str, int]:
    """Return the hard limits that containers.conf gives containers, by name."""
    found: dict[str, int] = {}
    for text in _settings(folder):
        listed: list[str] = text.get("containers", {}).get("default_ulimits") or []
        for entry in listed:
            name, _, numbers = entry.partition("=")
            hard = numbers.rpartition(":")[2]
            if hard.lstrip("-").isdecimal():
                found[name] = int(hard)
    return found


def refused(folder: pathlib.Path = SETTINGS) -> dict[str, int]:
    """Return what containers.conf has to say instead of each default that this machine does not let a container have.

    Inside another container or machine even root may lack the right to raise a hard limit.
    """
    if _may_raise():
        return {}
    given = ulimits(folder)
    files, processes = (resource.getrlimit(one)[1] for one in (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC))
    unlimited = resource.RLIM_INFINITY
    needed: dict[str, int] = {}
    if files != unlimited and given.get("nofile", NOFILE) > files:
        needed["nofile"] = files
    if processes != unlimited and given.get("nproc", NPROC) > min(processes, PROCESSES):
        needed["nproc"] = min(processes, PROCESSES)
    return needed


def _settings(folder: pathlib.Path) -> Iterator[dict[str, Any]]:
    """Yield the settings in the order in which later ones win."""
    given = os.environ.get("CONTAINERS_CONF")
    usual = [pathlib.Path("/usr/share/containers/containers.conf"), folder / "containers.conf"]
    files = [pathlib.Path(given)] if given else [*usual, *sorted((folder / "containers.conf.d").glob("*.conf"))]
    for file in files:
        try:
            yield tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError):
            continue


def _may_raise(status: pathlib.Path = pathlib.Path("/proc/self/status")) -> bool:
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("CapEff:"))
    return bool(int(line.split()[1], 16) >> SYS_RESOURCE & 1)

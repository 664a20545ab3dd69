"""What a container engine says of itself and of its machine, as `moorage doctor` tells it."""

from __future__ import annotations

import grp
import os
import pathlib
import shutil
from typing import Any, Final

from components.core.operations import Finding

DISK: Final = 2 * 1024**3
"""Bytes. The reference stack's images take 0.4 GB (`docker images`); the rest is room for build cache and an update."""


def access(socket: pathlib.Path) -> Finding:
    """Say who may use the engine's socket."""
    status = socket.stat()
    try:
        group = grp.getgrgid(status.st_gid)
        members = ", ".join(group.gr_mem) or "nobody else"
        shared = f"root and group {group.gr_name} ({members})" if status.st_mode & 0o060 else "root alone"
    except KeyError:
        shared = f"root and group {status.st_gid}"
    if status.st_mode & 0o006:
        found = f"{socket} is open to every user of this machine, who become root with it"
        return Finding("engine access", "missing", found, (f"chmod o-rw {socket}",))
    return Finding("engine access", "ok", f"{shared} may use {socket}; whoever may is root on this machine")


def limits(facts: dict[str, Any], remedy: str) -> Finding:
    """Say whether the kernel's control groups limit what a workload takes; `facts` are the engine's own."""
    version = facts.get("CgroupVersion", "1")
    kinds = {"MemoryLimit": "memory", "PidsLimit": "processes", "CpuCfsQuota": "processors"}
    lacking = [word for key, word in kinds.items() if not facts.get(key)]
    found = f"cgroup v{version}, driver {facts.get('CgroupDriver', 'unknown')}"
    if lacking:
        return Finding("resource limits", "missing", f"{found}; no limits on {', '.join(lacking)}", (remedy,))
    return Finding("resource limits", "ok", f"{found}; limits on {', '.join(kinds.values())}")


def disk(root: pathlib.Path, remedy: str) -> Finding:
    """Say how much room there is for the engine's images."""
    nearest = next(path for path in (root, *root.parents) if os.access(path, os.X_OK) and path.exists())
    return room(shutil.disk_usage(nearest).free, str(root), remedy)


def room(free: int, place: str, remedy: str) -> Finding:
    """Say whether `free` bytes are enough at a place."""
    found = f"{free / 1024**3:.1f} GiB free for {place}"
    if free < DISK:
        return Finding("disk", "missing", f"{found}; {DISK / 1024**3:.0f} GiB are needed", (remedy,))
    return Finding("disk", "ok", found)

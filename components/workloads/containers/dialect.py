"""A container's arguments in the words of the engine that gets them: written for Docker, said again for Podman.

Podman 4.3 serves Docker's API, and takes or means some words differently: each is here, and no other place knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, cast

import pulumi_docker as docker

from components.core.client import Client

PROCESSES: Final = 32768
"""Processes of one user, which counts all of its containers. Podman asks the kernel for 4194304 where nothing is said,
which a machine inside another one refuses; the limit that a workload states is one of its control group."""

ADDED: Final = ("/run", "/tmp", "/var/tmp")  # noqa: S108 - where Podman mounts them, not files of ours
"""Directories that Podman makes writable in a read-only container (--read-only-tmpfs, podman-run(1))."""

CLOSED: Final = "ro,noexec,nosuid,nodev,size=4k,mode=0755"

_OWNER: Final = re.compile(r",uid=\d+,gid=\d+$")


def spoken(args: docker.ContainerArgs, client: Client) -> docker.ContainerArgs:
    """Return the arguments as the engine behind `client` has to be told them."""
    return _SPOKEN[client](args)


def _docker(args: docker.ContainerArgs) -> docker.ContainerArgs:
    return args


def _podman(args: docker.ContainerArgs) -> docker.ContainerArgs:
    given = cast("Mapping[str, str]", args.tmpfs or {})
    # `U` gives a tmpfs to the container's user.
    tmpfs = {path: _OWNER.sub(",U", words) for path, words in given.items()}
    args.tmpfs = (dict.fromkeys(ADDED, CLOSED) if args.read_only else {}) | tmpfs
    stated = cast("list[docker.ContainerUlimitArgs]", args.ulimits or [])
    args.ulimits = [*stated, docker.ContainerUlimitArgs(name="nproc", soft=PROCESSES, hard=PROCESSES)]
    return args


_SPOKEN: Final[Mapping[Client, Callable[[docker.ContainerArgs], docker.ContainerArgs]]] = {
    "docker": _docker,
    "podman": _podman,
}

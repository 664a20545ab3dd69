"""Bring up a Docker engine: packages of Debian or Ubuntu as root; otherwise the exact commands, and no change."""

from __future__ import annotations

import pathlib
import subprocess
from collections.abc import Callable, Sequence

from components.core.operations import NotAllowedError, OperationError
from components.shared import daemon, packages
from components.targets.docker import engine, remedies


def bring_up(say: Callable[[str], None], host: str | None = None) -> None:
    """Install an engine if none is there, start it and wait until it answers.

    Raises:
        NotAllowedError: this user or system may not.
        OperationError: a command failed, or the engine does not come up.
    """
    found = remedies.machine()
    where = engine.address(host)
    reason = engine.unreachable(where)
    if where.url != engine.DEFAULT or not found.root or not (found.debian or found.installed):
        problem = reason or f"nothing answers at {where.url}"
        message = f"container engine: {problem}; run: {' && '.join(remedies.remedy(where, reason))}"
        raise NotAllowedError(message)
    if found.installed:
        say(f"starting the container engine that is installed ({remedies.dockerd()})")
    else:
        say(f"installing a container engine ({remedies.PACKAGE}, with apt-get) and starting it")
        packages.install(remedies.PACKAGE, *remedies.apart())
    process = None
    if found.systemd:
        packages.run(("systemctl", "enable", "--now", "docker"))
    elif engine.unreachable(where):
        process = start(remedies.LOG, ("--pidfile", str(remedies.PID)))
    daemon.wait(lambda: engine.answers(where), process, remedies.LOG, "docker")


def client(say: Callable[[str], None]) -> None:
    """Install the client and its build plugin.

    Raises:
        NotAllowedError: this user or system may not, or there are no such packages.
        OperationError: a command failed.
    """
    found = remedies.machine()
    extra = remedies.apart() if found.debian else []
    if not found.root or not extra:
        message = (
            f"build client: no docker command here builds with BuildKit; run: {' && '.join(remedies.client_remedy())}"
        )
        raise NotAllowedError(message)
    say(f"installing {' and '.join(extra)} with apt-get")
    packages.install(*extra, update=False)


def start(log: pathlib.Path, options: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start an engine that outlives this process, its output in `log`."""
    program = remedies.dockerd()
    if program is None:
        message = "container engine: dockerd is not there after its installation"
        raise OperationError(message)
    return daemon.start([program, *options], log)

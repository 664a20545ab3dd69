"""Bring up Podman's service: packages of Debian or Ubuntu as root; otherwise the exact commands, and no change."""

from __future__ import annotations

import os
from collections.abc import Callable

from components.core.operations import NotAllowedError
from components.shared import daemon, packages
from components.shared.containers import sockets
from components.targets.podman import engine, machine, remedies
from components.targets.podman.settings import SOCKET, PodmanSettings


def bring_up(settings: PodmanSettings, say: Callable[[str], None]) -> None:
    """Install what is missing, lower default limits that are refused here, and start the service.

    Raises:
        NotAllowedError: this user or system may not, or the socket is somebody else's to serve.
        OperationError: a command failed, or the service does not come up.
    """
    if machine.dropped():
        say(f"letting through what stays within one network ({remedies.ACCEPT})")
        packages.run(remedies.ACCEPT.split())
    reason, lacking, refused = engine.unreachable(settings.host), machine.lacking(), machine.refused()
    if not (reason or lacking or refused):
        return
    if settings.host != SOCKET or os.geteuid() != 0 or (lacking and not packages.able()):
        message = f"container engine: {reason or 'its machine is not ready'}; moorage doctor lists the commands"
        raise NotAllowedError(message)
    if lacking:
        say(f"installing {', '.join(lacking)} with apt-get")
        packages.install(*lacking)
    if refused:
        say(f"lowering Podman's default limits in {machine.OWN}")
        machine.OWN.parent.mkdir(parents=True, exist_ok=True)
        machine.OWN.write_text(remedies.settings(refused), encoding="utf-8")
    if reason:
        _start(settings.host, say)


def _start(host: str, say: Callable[[str], None]) -> None:
    say("starting Podman's service")
    process = None
    if machine.systemd():
        packages.run(remedies.START.split())
        packages.run(remedies.RESTART.split())
    else:
        path = engine.path(host)
        path.parent.mkdir(parents=True, exist_ok=True)
        process = daemon.start(
            [machine.helper("podman") or "podman", "system", "service", "--time=0", host], remedies.LOG
        )
    daemon.wait(lambda: sockets.answers(engine.path(host)), process, remedies.LOG, "podman.socket")

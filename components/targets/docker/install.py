"""Bring up a Docker engine: packages of Debian or Ubuntu as root; otherwise the exact commands, and no change."""

from __future__ import annotations

import os
import pathlib
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from components.core.operations import NotAllowedError, OperationError
from components.shared.builders import buildah as builder
from components.targets.docker import engine, remedies

WAIT_SECONDS: Final = 60
"""How long a started engine may take to answer; on two cores it took 0.4 s."""

KEPT: Final = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "DOCKER_RAMDISK", "DOCKER_TMPDIR")
"""Variables that dockerd and what it starts read, besides those of proxies."""


def bring_up(say: Callable[[str], None]) -> None:
    """Install an engine if none is there, start it and wait until it answers.

    Raises:
        NotAllowedError: this user or system may not.
        OperationError: a command failed, or the engine does not come up.
    """
    found = remedies.machine()
    where = engine.address()
    reason = engine.unreachable(where)
    if where.url != engine.DEFAULT or not found.root or not (found.debian or found.installed):
        problem = reason or f"nothing answers at {where.url}"
        message = f"container engine: {problem}; run: {' && '.join(remedies.remedy(where, reason))}"
        raise NotAllowedError(message)
    if found.installed:
        say(f"starting the container engine that is installed ({remedies.dockerd()})")
    else:
        say(f"installing a container engine ({remedies.PACKAGE}, with apt-get) and starting it")
        _apt("apt-get", "update")
        _apt(*remedies.APT, remedies.PACKAGE, *remedies.apart())
    process = None
    if found.systemd:
        _run(("systemctl", "enable", "--now", "docker"))
    elif engine.unreachable(where):
        process = start(remedies.LOG, ("--pidfile", str(remedies.PID)))
    wait(where, process, remedies.LOG)


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
    _apt(*remedies.APT, *extra)


def buildah(say: Callable[[str], None]) -> None:
    """Install Buildah.

    Raises:
        NotAllowedError: this user or system may not.
        OperationError: a command failed.
    """
    found = remedies.machine()
    if not (found.root and found.debian):
        message = f"builder: there is no buildah command; run: {' && '.join(builder.remedy())}"
        raise NotAllowedError(message)
    say(f"installing {builder.PACKAGE} with apt-get")
    _apt("apt-get", "update")
    _apt(*builder.APT)


def start(log: pathlib.Path, options: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start an engine that outlives this process, its output in `log`."""
    program = remedies.dockerd()
    if program is None:
        message = "container engine: dockerd is not there after its installation"
        raise OperationError(message)
    with log.open("ab") as stream:
        return subprocess.Popen(  # noqa: S603 - a program and options of our own
            [program, *options],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            cwd="/",
            env=kept(os.environ),
            start_new_session=True,
        )


def kept(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what an engine needs of an environment; it outlives this process, and secrets of ours must not."""
    return {name: value for name, value in environment.items() if name in KEPT or name.lower().endswith("_proxy")}


def wait(where: engine.Address, process: subprocess.Popen[bytes] | None, log: pathlib.Path) -> None:
    """Wait until the engine answers.

    Raises:
        OperationError: it ended, or WAIT_SECONDS passed; the line ends with the last one of its log.
    """
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if engine.answers(where):
            return
        if process is not None and process.poll() is not None:
            break
        time.sleep(0.2)
    last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:] if log.exists() else []
    more = " ".join([f"see {log}:", *last]) if process else "systemctl status docker"
    message = f"container engine: it does not come up; {more}"
    raise OperationError(message)


def _apt(*argv: str) -> None:
    _run(argv, DEBIAN_FRONTEND="noninteractive")


def _run(argv: Sequence[str], **variables: str) -> None:
    environment = {**os.environ, **variables}
    done = subprocess.run(  # noqa: S603 - words of our own; the programs are the system's, by root's PATH
        argv, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        message = f"{' '.join(argv)}: failed ({done.returncode}): {' '.join(last)}"
        raise OperationError(message)

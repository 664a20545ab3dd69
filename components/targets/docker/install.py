"""Bring up a Docker engine: packages of Debian or Ubuntu as root; otherwise the exact commands, and no change."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from components.core.operations import OperationError
from components.targets.docker import engine

WAIT_SECONDS: Final = 60
"""How long a started engine may take to answer; on two cores it took 2 s."""

LOG: Final = pathlib.Path("/var/log/dockerd.log")
PID: Final = pathlib.Path("/run/docker.pid")
PACKAGE: Final = "docker.io"
APART: Final = ("docker-cli", "docker-buildx")
"""Parts that newer releases have as packages of their own; an older `docker.io` holds what it needs of them."""

APT: Final = ("apt-get", "install", "-y", "--no-install-recommends")


@dataclass(frozen=True)
class Machine:
    """What decides how an engine is brought up."""

    root: bool
    debian: bool
    systemd: bool
    installed: bool


def machine() -> Machine:
    """Return the facts of this machine."""
    return Machine(
        root=os.geteuid() == 0,
        debian=shutil.which("apt-get") is not None and debian_like(release()),
        systemd=pathlib.Path("/run/systemd/system").is_dir(),
        installed=dockerd() is not None,
    )


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


def dockerd() -> str | None:
    """Return the engine's program."""
    return shutil.which("dockerd") or shutil.which("dockerd", path="/usr/sbin:/sbin:/usr/local/sbin")


def commands(found: Machine, packages: Sequence[str] = (PACKAGE,)) -> tuple[str, ...]:
    """Return the commands, as a person would type them, that bring an engine up."""
    install = () if found.installed else ("apt-get update", " ".join((*APT, *packages)))
    start = "systemctl enable --now docker" if found.systemd else f"dockerd --pidfile {PID} >>{LOG} 2>&1 &"
    prefix = "" if found.root else "sudo "
    if not found.debian and not found.installed:
        return ("install Docker Engine as its documentation says for this system, and start it",)
    if not found.root and not found.systemd:
        start = f"sh -c '{start}'"
    return tuple(prefix + command for command in (*install, start))


def remedy(where: engine.Address, reason: str) -> tuple[str, ...]:
    """Return what puts an engine right that does not answer."""
    if where.url != engine.DEFAULT:
        return (f"start the engine at {where.url}, or unset DOCKER_HOST",)
    if "may not be used" in reason:
        return ("sudo usermod -aG docker $USER && newgrp docker",)
    return commands(machine())


def client_remedy() -> tuple[str, ...]:
    """Return what brings the client and its build plugin."""
    found = machine()
    return (
        (("" if found.root else "sudo ") + " ".join((*APT, *APART)),)
        if found.debian
        else ("install docker-cli and docker-buildx",)
    )


def bring_up(say: Callable[[str], None]) -> None:
    """Install an engine if none is there, start it and wait until it answers.

    Raises:
        OperationError: this user or system may not, a command failed, or the engine does not come up.
    """
    found = machine()
    where = engine.address()
    reason = engine.unreachable(where)
    if where.url != engine.DEFAULT or not found.root or not (found.debian or found.installed):
        problem = reason or f"nothing answers at {where.url}"
        message = f"container engine: {problem}; run: {' && '.join(remedy(where, reason))}"
        raise OperationError(message)
    if found.installed:
        say(f"starting the container engine that is installed ({dockerd()})")
    else:
        say(f"installing a container engine ({PACKAGE}, with apt-get) and starting it")
        _apt("apt-get", "update")
        extra = [name for name in APART if _available(name)]
        _apt(*APT, PACKAGE, *extra)
    process = None
    if found.systemd:
        _run(("systemctl", "enable", "--now", "docker"))
    elif engine.unreachable(where):
        process = start(LOG, ("--pidfile", str(PID)))
    wait(where, process, LOG)


def client(say: Callable[[str], None]) -> None:
    """Install the client and its build plugin.

    Raises:
        OperationError: this user or system may not, or there are no such packages.
    """
    found = machine()
    extra = [name for name in APART if found.debian and _available(name)]
    if not found.root or not extra:
        message = f"build client: no docker command here builds with BuildKit; run: {' && '.join(client_remedy())}"
        raise OperationError(message)
    say(f"installing {' and '.join(extra)} with apt-get")
    _apt(*APT, *extra)


def start(log: pathlib.Path, options: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start an engine that outlives this process, its output in `log`."""
    program = dockerd()
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
            start_new_session=True,
        )


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


def _available(package: str) -> bool:
    # A constant name; a virtual package or one without a candidate prints nothing.
    done = subprocess.run(["apt-cache", "show", package], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return done.returncode == 0 and "Package:" in done.stdout


def _apt(*argv: str) -> None:
    _run(argv, DEBIAN_FRONTEND="noninteractive")


def _run(argv: Sequence[str], **variables: str) -> None:
    environment = {**os.environ, **variables}
    # Words of our own; the programs are the system's, found by root's PATH.
    done = subprocess.run(argv, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        message = f"{' '.join(argv)}: failed ({done.returncode}): {' '.join(last)}"
        raise OperationError(message)

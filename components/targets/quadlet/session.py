"""What this user's session has of what units need: a manager, lingering, Podman with its generator."""

from __future__ import annotations

import getpass
import os
import pathlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Final

from components.core.operations import Finding

LEAST: Final = (5, 2)
"""Version of Podman in which the last of the keys that the units use came (StopTimeout, LogOpt: quadlet.go)."""

GENERATORS: Final = tuple(
    pathlib.Path(folder) / "systemd/user-generators/podman-user-generator" for folder in ("/usr/lib", "/usr/local/lib")
)
LINGERING: Final = pathlib.Path("/var/lib/systemd/linger")
CONTROLLERS: Final = ("cpu", "memory", "pids")
"""What limits need, of cgroup v2, in the hands of the user's manager; else Podman passes limits over."""
DELEGATE: Final = "a drop-in of user@.service with [Service] and Delegate=cpu memory pids, as root; then log in again"
UP: Final = ("running", "degraded", "starting")
"""What `systemctl is-system-running` says of a manager that takes units; degraded: some unit or other has failed."""


def find() -> list[Finding]:
    """Return the findings, the first that is missing first of all to be mended."""
    return [*_user(), *_manager(), *_lingering(), *_controllers(), *_podman()]


def _user() -> Iterator[Finding]:
    if os.geteuid() == 0:
        text = "this is root; units of this target are those of a user without rights"
        yield Finding("user", "missing", text, ("run moorage as that user, or use the target podman",))
    else:
        yield Finding("user", "ok", getpass.getuser())


def _manager() -> Iterator[Finding]:
    said = _said("systemctl", "--user", "is-system-running")
    if said in UP:
        yield Finding("user session", "ok", f"the user's systemd is {said}")
        return
    text = f"no systemd answers this user ({said or 'systemctl is not installed'})"
    yield Finding("user session", "missing", text, ("log in as the user, not by su or sudo",))


def _lingering() -> Iterator[Finding]:
    user = getpass.getuser()
    if (LINGERING / user).exists():
        yield Finding("lingering", "ok", "the user's systemd starts with the machine")
    else:
        text = "services would end when the user logs out, and not start with the machine"
        yield Finding("lingering", "missing", text, (f"loginctl enable-linger {user}",))


def _controllers() -> Iterator[Finding]:
    user = os.geteuid()
    folder = pathlib.Path(f"/sys/fs/cgroup/user.slice/user-{user}.slice/user@{user}.service")
    try:
        given = (folder / "cgroup.controllers").read_text(encoding="utf-8").split()
    except OSError:
        text = "limits of a user without rights need cgroup v2, which this machine has not for its users"
        yield Finding("limits", "missing", text, ("start the machine with systemd.unified_cgroup_hierarchy=1",))
        return
    if lacking := [name for name in CONTROLLERS if name not in given]:
        yield Finding("limits", "missing", f"the user's systemd has no {', '.join(lacking)} controller", (DELEGATE,))
    else:
        yield Finding("limits", "ok", "cgroup v2, handed to the user")


def _podman() -> Iterator[Finding]:
    client = shutil.which("podman")
    if client is None:
        yield Finding("Podman", "missing", "no podman command on PATH", ("install podman",))
        return
    version = _said("podman", "version", "--format", "{{.Client.Version}}")
    least = ".".join(map(str, LEAST))
    number = re.match(r"(\d+)\.(\d+)", version)
    if number is None or (int(number[1]), int(number[2])) < LEAST:
        text = f"Podman {version or 'of unknown version'}, and the units need {least}"
        yield Finding("Podman", "missing", text, (f"install Podman {least} or newer",))
    elif not any(path.exists() for path in GENERATORS):
        text = f"Podman {version} without Quadlet: none of {', '.join(map(str, GENERATORS))} is there"
        yield Finding("Podman", "missing", text, ("install Podman with its systemd generator",))
    else:
        yield Finding("Podman", "ok", f"Podman {version} with Quadlet")


def _said(*command: str) -> str:
    """Return the first line of what a command prints, whatever its exit code; empty when it does not run."""
    try:
        done = subprocess.run(  # noqa: S603 - constant words
            command, capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout.strip() or done.stderr.strip()).partition("\n")[0]

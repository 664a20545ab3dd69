"""What a user's units offer outside a deployment: doctor, what is taken, and the way to what runs."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from typing import Any, Final

from components.core.errors import SettingsError
from components.core.model import Model
from components.core.naming import Scope
from components.core.operations import Claim, Connection, Finding, Left, NotAllowedError, OperationError
from components.shared import listeners
from components.shared.builders import buildah
from components.shared.containers import connection
from components.targets.quadlet import session
from components.targets.quadlet.settings import QuadletSettings

SOCKET: Final = "podman/podman.sock"
"""Podman's API of a user, below XDG_RUNTIME_DIR; systemd starts it when it is asked."""


def check(settings: Model) -> list[Finding]:
    """Say how this user's session stands, and what builds for it."""
    builds = isinstance(settings, QuadletSettings) and settings.builder is not None and settings.builder.buildah
    return [*session.find(), *(buildah.find() if builds else [])]


def fix(settings: Model, say: Callable[[str], None]) -> None:
    """Say what is missing: who may mend it is not this user.

    Raises:
        NotAllowedError: with the first command.
    """
    del say
    for finding in check(settings):
        if finding.state == "missing":
            message = f"{finding.subject}: {finding.found}; {finding.fix[0]}"
            raise NotAllowedError(message)


def claim(settings: Model, claim: Claim) -> None:
    """Check that units can be started here, and that each port is free or the stack's own.

    Raises:
        SettingsError: the first thing that is missing or taken.
    """
    del settings
    for finding in session.find():
        if finding.state == "missing":
            raise SettingsError("target.quadlet", f"{finding.found}; {finding.fix[0]}")
    own = {port for row in _containers(claim.scope) for port in _published(row)}
    for port in claim.ports:
        if port.number not in own and not listeners.free(port.address, port.number):
            who = listeners.holder(port.number) or "another program"
            raise SettingsError(port.path, f"port {port.number} is taken by {who}")


def connect(settings: Model) -> Connection:
    """Connect to the Podman of this user by its socket.

    Raises:
        OperationError: there is none.
    """
    del settings
    import docker
    import docker.errors

    folder = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.geteuid()}"
    _run("systemctl", "--user", "start", "podman.socket")
    try:
        return connection.Api(docker.DockerClient(base_url=f"unix://{folder}/{SOCKET}"))
    except (docker.errors.DockerException, OSError) as error:
        message = f"Podman: nothing answers at {folder}/{SOCKET}; systemctl --user start podman.socket"
        raise OperationError(message) from error


def left(settings: Model, scope: Scope) -> Left:
    """Say what is still there: volumes with the stack's labels."""
    del settings
    labels = [word for key, value in scope.labels().items() for word in ("--filter", f"label={key}={value}")]
    found = _run("podman", "volume", "ls", "--quiet", *labels).split()
    return Left(
        tuple(sorted(f"volume {name}" for name in found)), ("the images that were pulled (podman image prune)",)
    )


def _containers(scope: Scope) -> list[dict[str, Any]]:
    labels = [word for key, value in scope.labels().items() for word in ("--filter", f"label={key}={value}")]
    found: list[dict[str, Any]] = json.loads(_run("podman", "ps", "--format", "json", *labels) or "[]")
    return found


def _published(row: dict[str, Any]) -> list[int]:
    ports: list[dict[str, Any]] = row.get("Ports") or []
    return [port["host_port"] for port in ports]


def _run(*command: str) -> str:
    """Return what a command prints; nothing when it fails or is not there."""
    try:
        done = subprocess.run(  # noqa: S603 - constant words, and labels of the stack
            command, capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""

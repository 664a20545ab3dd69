"""What Podman offers outside a deployment: doctor, and the way to what runs."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable

from components.core.delivery import Buildah
from components.core.model import Model
from components.core.naming import Scope
from components.core.operations import Claim, Connection, Finding, Left, OperationError
from components.shared.builders import buildah
from components.shared.containers import claim as claims
from components.shared.containers import connection, left_over, ports
from components.targets.podman import engine, findings, install, plan
from components.targets.podman.settings import PodmanSettings


def check(settings: Model) -> list[Finding]:
    """Say how Podman stands on this machine."""
    return findings.find(_settings(settings))


def fix(settings: Model, say: Callable[[str], None]) -> None:
    """Install what is missing, set what this machine needs, and start the service, where this user may."""
    install.bring_up(_settings(settings), say)
    if isinstance(plan.builder(_settings(settings)), Buildah) and shutil.which("buildah") is None:
        buildah.install(say)


def claim(settings: Model, claim: Claim) -> None:
    """Check that the machine is of the stated platform, and that names and ports are free or the stack's own."""
    given = _settings(settings)
    with contextlib.closing(engine.connect(given.host)) as client, connection.plain():
        claims.platform(client, "podman", given.platform)
        claims.check(client, "podman", claim, given.host, ports.taken(given.host))


def connect(settings: Model) -> Connection:
    """Connect to the API."""
    return connection.Api(engine.connect(_settings(settings).host))


def left(settings: Model, scope: Scope) -> Left:
    """Say what is still there: volumes with the stack's labels, and what is kept for the next stack."""
    try:
        client = engine.connect(_settings(settings).host, timeout=10)
    except OperationError:
        return Left()
    with contextlib.closing(client), connection.plain():
        kept = left_over.volumes(client, scope)
        version = client.version()["Version"]
    return Left(kept, (f"the container engine (Podman {version})", "Buildah's own images (buildah rmi --prune)"))


def _settings(settings: Model) -> PodmanSettings:
    return settings if isinstance(settings, PodmanSettings) else PodmanSettings()

"""What Docker offers outside a deployment: doctor, and the way to what runs."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
from collections.abc import Callable

from components.core.delivery import DEFAULT, Buildah, Builder
from components.core.errors import SettingsError
from components.core.model import Model
from components.core.naming import Scope
from components.core.operations import Claim, Connection, Finding, Left, OperationError
from components.shared.builders import buildah
from components.shared.containers import claim as claims
from components.shared.containers import connection, left_over, ports
from components.shared.delivery import settings as delivery
from components.targets.docker import engine, findings, install
from components.targets.docker.settings import DockerSettings


def check(settings: Model) -> list[Finding]:
    """Say how Docker stands on this machine."""
    registry = settings.registry if isinstance(settings, DockerSettings) else None
    return findings.find(registry, _builder(settings), _host(settings))


def fix(settings: Model, say: Callable[[str], None]) -> None:
    """Install and start an engine, or what builds for it, where this user may."""
    if engine.unreachable(engine.address(_host(settings))):
        install.bring_up(say, _host(settings))
    if isinstance(_builder(settings), Buildah):
        if shutil.which("buildah") is None:
            buildah.install(say)
    elif findings.build_client() is None:
        install.client(say)


def claim(settings: Model, claim: Claim) -> None:
    """Check that one engine is meant, of the stated platform, and that names and ports are free or the stack's own."""
    if _host(settings) is None and (name := engine.context()):
        problem = f"the docker client uses context {name}, which Pulumi's provider does not read"
        raise SettingsError("target.docker", f"{problem}; run: {engine.choose(name)}")
    where = engine.address(_host(settings))
    with contextlib.closing(engine.connect(where)) as client, connection.plain():
        if isinstance(settings, DockerSettings):
            claims.platform(client, "docker", settings.platform)
        meant = dataclasses.replace(claim, host=_host(settings))
        claims.check(client, "docker", meant, where.url, ports.taken(where.url))


def connect(settings: Model) -> Connection:
    """Connect to the engine."""
    return connection.Api(engine.connect(engine.address(_host(settings))))


def left(settings: Model, scope: Scope) -> Left:
    """Say what is still there: volumes with the stack's labels, and what the engine keeps for the next stack."""
    try:
        client = engine.connect(engine.address(_host(settings)), timeout=10)
    except OperationError:
        return Left()
    with contextlib.closing(client), connection.plain():
        kept = left_over.volumes(client, scope)
        version = client.version()["Version"]
    apart = isinstance(_builder(settings), Buildah)
    cache = "Buildah's own images (buildah rmi --prune)" if apart else "its build cache (docker builder prune)"
    return Left(kept, (f"the container engine (Docker {version})", cache))


def _host(settings: Model) -> str | None:
    return settings.host if isinstance(settings, DockerSettings) else None


def _builder(settings: Model) -> Builder:
    return delivery.builder(settings) if isinstance(settings, DockerSettings) else DEFAULT

"""What `moorage doctor` says about Docker on this machine."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, assert_never

from components.core import hosts
from components.core.delivery import DEFAULT, Buildah, Builder, BuildKit
from components.core.operations import Finding, OperationError
from components.shared.builders import buildah, buildx
from components.shared.containers import facts, tunnel
from components.shared.delivery.settings import RegistrySettings
from components.targets.docker import engine, registries, remedies

BUILDKIT_INSIDE: Final = range(18, 23)
"""Major versions of the client that speak BuildKit without the buildx plugin (DOCKER_BUILDKIT=1; default up to 22)."""

PLUGIN: Final = "by its buildx plugin"


@dataclass(frozen=True)
class BuildClient:
    """A `docker` command that can build with BuildKit, and by what."""

    path: str
    version: str
    means: str


def find(
    registry: RegistrySettings | None = None, builder: Builder = DEFAULT, host: str | None = None
) -> list[Finding]:
    """Return every finding; what needs the engine is left out when it does not answer."""
    where = engine.address(host)
    try:
        client = engine.connect(where, timeout=10)
    except OperationError as error:
        return [_missing(where, error), *_clients(builder), *_builder(builder, "", {}), *_registry(registry, {})]
    with contextlib.closing(client):
        told: dict[str, Any] = client.info()
        versions: dict[str, Any] = client.version()
    found = f"Docker {versions['Version']}, API {versions['ApiVersion']}, at {where.url} ({where.origin})"
    return [
        Finding("container engine", "ok", found),
        *([] if host else _context()),
        *([facts.access(where.socket)] if where.socket else []),
        *_clients(builder),
        *_builder(builder, versions["Version"], told),
        facts.limits(told, "mount the missing cgroup controllers and start dockerd again"),
        *_disk(where, _root(told)),
        *_registry(registry, told),
    ]


def _disk(where: engine.Address, root: pathlib.Path) -> Iterator[Finding]:
    if where.socket:
        yield facts.disk(root, "docker system prune")
    elif hosts.remote(where.url):
        table = tunnel.run(where.url, f"df -P -k {shlex.quote(str(root))}").splitlines()
        if len(table) == 2:
            prune = f"ssh {' '.join(hosts.words(where.url))} docker system prune"
            yield facts.room(int(table[1].split()[3]) * 1024, f"{root} of {hosts.machine(where.url)}", prune)


def _root(told: dict[str, Any]) -> pathlib.Path:
    return pathlib.Path(told.get("DockerRootDir") or "/var/lib/docker")


def _builder(builder: Builder, version: str, told: dict[str, Any]) -> list[Finding]:
    match builder:
        case Buildah():
            return buildah.find()
        case BuildKit(builder=""):
            return buildx.engine(version, told) if version else []
        case BuildKit(builder=name):
            return _named(name, build_client())
        case _:
            assert_never(builder)


def _named(name: str, client: BuildClient | None) -> list[Finding]:
    if client is None:
        return []  # the row of the client says so
    if client.means != PLUGIN:
        text = f"builder {name} is reached by the buildx plugin, which {client.path} lacks"
        return [Finding("builder", "missing", text, remedies.plugin_remedy())]
    return buildx.named(name, client.path)


def _registry(given: RegistrySettings | None, told: dict[str, Any]) -> list[Finding]:
    return [registries.find(given, told)] if given is not None else []


def _missing(where: engine.Address, error: OperationError) -> Finding:
    reason = engine.unreachable(where) or str(error).removeprefix("container engine: ")
    return Finding("container engine", "missing", reason, remedies.remedy(where, reason))


def _context() -> Iterator[Finding]:
    if name := engine.context():
        found = f"the docker client uses context {name}, which Pulumi's provider does not read"
        yield Finding("docker context", "missing", found, (engine.choose(name),))


def _clients(builder: Builder) -> Iterator[Finding]:
    if shutil.which("docker") is None:
        yield Finding("docker client", "missing", "no docker command on PATH", remedies.client_remedy())
        return
    if isinstance(builder, Buildah):
        return
    found = build_client()
    if found is None:
        text = f"{shutil.which('docker')} cannot build with BuildKit: it has no buildx plugin"
        yield Finding("build client", "missing", text, remedies.client_remedy())
    else:
        yield Finding("build client", "ok", f"docker {found.version} ({found.path}), BuildKit {found.means}")


def build_client() -> BuildClient | None:
    """Return the first `docker` command on PATH, or in the system's folder, that builds with BuildKit."""
    folders = [*os.environ.get("PATH", "").split(os.pathsep), "/usr/bin"]
    seen = [path for folder in dict.fromkeys(folders) if (path := shutil.which("docker", path=folder or os.curdir))]
    for path in seen:
        version = _ask(path, "version", "--format", "{{.Client.Version}}")
        if _ask(path, "buildx", "version").startswith("github.com/docker/buildx"):
            return BuildClient(path, version, PLUGIN)
        major = version.partition(".")[0]
        if major.isdecimal() and int(major) in BUILDKIT_INSIDE:
            return BuildClient(path, version, "built in")
    return None


def _ask(*argv: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a program that PATH leads to, and constant words
            argv, capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()

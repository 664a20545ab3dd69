"""Where the Docker engine is, and a client for it: as stated, else DOCKER_HOST or the default socket, as for Pulumi."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from components.core import hosts
from components.core.operations import OperationError
from components.shared.containers import sockets, tunnel

Client: TypeAlias = Any
"""docker-py's `DockerClient`, which ships no types."""

SOCKET: Final = "/var/run/docker.sock"
DEFAULT: Final = f"unix://{SOCKET}"
STATED: Final = "target.docker.host"


@dataclass(frozen=True)
class Address:
    """An engine's URL and who says so."""

    url: str
    origin: str

    @property
    def socket(self) -> pathlib.Path | None:
        """Return the socket of an engine on this machine."""
        return pathlib.Path(self.url.removeprefix("unix://")) if self.url.startswith("unix://") else None


def address(host: str | None = None, environment: Mapping[str, str] = os.environ) -> Address:
    """Return the engine's address; `host` is what the stack file states."""
    if host is not None:
        return Address(host, STATED)
    given = environment.get("DOCKER_HOST", "")
    return Address(given, "DOCKER_HOST") if given else Address(DEFAULT, "default socket")


def context(environment: Mapping[str, str] = os.environ) -> str:
    """Return the name of the client's current context when it is one that Pulumi's provider does not look at."""
    if environment.get("DOCKER_HOST"):
        return ""
    name = environment.get("DOCKER_CONTEXT") or _configured(environment)
    return "" if name == "default" else name


def choose(name: str) -> str:
    """Return the command that makes everything use the engine of a context."""
    return f"export DOCKER_HOST=\"$(docker context inspect {name} --format '{{{{.Endpoints.docker.Host}}}}')\""


def _configured(environment: Mapping[str, str]) -> str:
    folder = environment.get("DOCKER_CONFIG")
    file = (pathlib.Path(folder) if folder else pathlib.Path.home() / ".docker") / "config.json"
    try:
        found: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(found.get("currentContext") or "")


def unreachable(where: Address) -> str:
    """Return why no connection can be made, in words; empty: one can, or only asking the engine will tell."""
    if where.socket is None:
        return ""
    problem = sockets.problem(where.socket)
    if not problem.startswith("no socket"):
        return problem
    installed = shutil.which("dockerd") or pathlib.Path("/usr/sbin/dockerd").exists()
    return f"{problem}: {'no engine runs' if installed else 'none is installed'}"


def _local(url: str) -> bool:
    return url.startswith(hosts.SOCKET)


def answers(where: Address) -> bool:
    """Say whether a local engine serves requests."""
    return where.socket is not None and sockets.answers(where.socket)


def connect(where: Address | None = None, timeout: int = 60) -> Client:
    """Return a client of an engine that has answered.

    Raises:
        OperationError: it does not answer; the line says where it was looked for.
    """
    where = where or address()
    if reason := unreachable(where):
        message = f"container engine: {reason}; moorage doctor --fix"
        raise OperationError(message)
    try:
        import docker
        import docker.errors
    except ModuleNotFoundError:
        message = "the target docker needs its client: pip install -e '.[docker]'"
        raise OperationError(message) from None
    url = tunnel.local(where.url)
    try:
        # Of an engine by TCP, the environment has the certificates, too.
        return docker.DockerClient(url, timeout=timeout) if _local(url) else docker.from_env(timeout=timeout)
    except (docker.errors.DockerException, OSError) as error:
        message = f"container engine: nothing answers at {where.url} ({where.origin}): {' '.join(str(error).split())}"
        raise OperationError(message) from None

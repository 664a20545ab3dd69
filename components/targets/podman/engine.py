"""Podman's API: whether it is served, and a client for it."""

from __future__ import annotations

import pathlib
import shutil

from components.core.operations import OperationError
from components.shared.containers import sockets
from components.shared.containers.found import Client


def path(host: str) -> pathlib.Path:
    """Return the socket of an address."""
    return pathlib.Path(host.removeprefix("unix://"))


def unreachable(host: str) -> str:
    """Return why no connection can be made, in words; empty: one can."""
    problem = sockets.problem(path(host))
    if not problem.startswith("no socket"):
        return problem
    return f"{problem}: {'its service does not run' if shutil.which('podman') else 'Podman is not installed'}"


def connect(host: str, timeout: int = 60) -> Client:
    """Return a client of an API that has answered.

    Raises:
        OperationError: it does not answer, or what answers is no Podman.
    """
    if reason := unreachable(host):
        message = f"container engine: {reason}; moorage doctor --fix"
        raise OperationError(message)
    try:
        import docker
        import docker.errors
    except ModuleNotFoundError:
        message = "the target podman needs a client of its API: pip install -e '.[docker]'"
        raise OperationError(message) from None
    try:
        client: Client = docker.DockerClient(base_url=host, version="auto", timeout=timeout)
        names = [part["Name"] for part in client.version().get("Components") or ()]
    except (docker.errors.DockerException, OSError) as error:
        message = f"container engine: nothing answers at {host}: {' '.join(str(error).split())}"
        raise OperationError(message) from None
    if "Podman Engine" not in names:
        client.close()
        message = f"container engine: what answers at {host} is no Podman; the target docker is for Docker"
        raise OperationError(message)
    return client

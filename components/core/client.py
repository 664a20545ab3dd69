"""The command that reaches a Docker API, and the variables by which a script calls it. Pure."""

from __future__ import annotations

from typing import Final, Literal

Client = Literal["docker", "podman"]

_ADDRESS: Final[dict[Client, str]] = {"docker": "DOCKER_HOST", "podman": "CONTAINER_HOST"}


def environment(client: Client, host: str) -> dict[str, str]:
    """Return the command as CLIENT and, where `host` is not the command's own choice, its address in its variable."""
    return {"CLIENT": client} | ({_ADDRESS[client]: host} if host else {})

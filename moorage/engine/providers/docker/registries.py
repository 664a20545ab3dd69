"""Whose name an image is pulled in: the provider's `registryAuth`, else what `docker login` stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from moorage.engine.providers.docker import client
from moorage.engine.providers.protocol import ProviderError

ANONYMOUS = {"username": "username", "password": "password"}
"""What the real provider sends to a registry of which `authDisabled` says that it takes anybody."""

DOCKER_HUB = "index.docker.io"


def credentials(registries: list[dict[str, Any]], image: str) -> dict[str, str] | None:
    """Return the credentials for an image's registry, None to use the user's own."""
    auth = client.library("docker.auth")
    server = str(auth.resolve_repository_name(image)[0])
    for entry in registries:
        if _server(str(entry["address"])) == _server(server):
            return _login(entry, server)
    return None


def _login(entry: dict[str, Any], server: str) -> dict[str, str]:
    auth = client.library("docker.auth")
    if entry.get("authDisabled"):
        return ANONYMOUS
    if entry.get("username"):
        return {"username": str(entry["username"]), "password": str(entry.get("password") or "")}
    try:
        if entry.get("configFileContent"):
            stored = auth.AuthConfig(_parsed(json.loads(entry["configFileContent"])))
        else:
            path = Path(entry.get("configFile") or "~/.docker/config.json").expanduser()
            stored = auth.AuthConfig.load_config(str(path), {})
    except json.JSONDecodeError as error:
        msg = f"registryAuth of {server}: configFileContent is no JSON"
        raise ProviderError(msg) from error
    found = stored.resolve_authconfig(server)
    if not found:
        msg = f"registryAuth of {server}: neither username nor configuration file names this registry"
        raise ProviderError(msg)
    return {str(key): str(value) for key, value in found.items()}


def _parsed(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "auths": client.library("docker.auth").AuthConfig.parse_auth(content.get("auths") or {})}


def _server(address: str) -> str:
    """Return a registry's host; Docker Hub has several names."""
    host = address.removeprefix("https://").removeprefix("http://").partition("/")[0]
    return DOCKER_HUB if host in ("docker.io", "registry-1.docker.io", "registry.hub.docker.com") else host

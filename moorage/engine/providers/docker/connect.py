"""From a configuration to docker-py's client: host, context, TLS, ssh."""

from __future__ import annotations

import os
from pathlib import Path

from moorage.engine.providers import tunnels
from moorage.engine.providers.docker import certificates, client
from moorage.engine.providers.docker.configuration import Configuration
from moorage.engine.providers.protocol import ProviderError

SOCKET = "unix:///var/run/docker.sock"
"""Where an engine listens when nothing else is said, as the real provider has it."""


def connect(configuration: Configuration) -> client.Engine:
    """Make a client that has agreed on an API version with the engine; raises one line when nobody answers."""
    host = address(configuration)
    folder = certificates.folder(configuration) if host.startswith(("tcp://", "https://")) else None
    with client.one_line(f"Docker engine {host} does not answer"):
        return client.library("docker").APIClient(
            base_url=host,
            version="auto",
            timeout=client.TIMEOUT,
            tls=_tls(folder) if folder else False,
            use_ssh_client=host.startswith("ssh://"),
        )


def address(configuration: Configuration) -> str:
    """Return the engine's address: context, host, DOCKER_CONTEXT, DOCKER_HOST, the local socket, in this order."""
    name = configuration.context or ("" if configuration.host else os.environ.get("DOCKER_CONTEXT", ""))
    if not name:
        return tunnels.local(configuration.host or os.environ.get("DOCKER_HOST") or SOCKET)
    found = client.library("docker.context").ContextAPI.get_context(name)
    if found is None or not found.Host:
        msg = f"docker context {name}: not found"
        raise ProviderError(msg)
    return str(found.Host)


def _tls(folder: Path) -> object:
    ca = folder / "ca.pem"
    return client.library("docker.tls").TLSConfig(
        client_cert=(str(folder / "cert.pem"), str(folder / "key.pem")),
        ca_cert=str(ca) if ca.exists() else None,
        verify=ca.exists(),
    )

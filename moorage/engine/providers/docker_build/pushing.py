"""Pushing with a client that has no buildx: it loads first and pushes each tag from there."""

from __future__ import annotations

from pathlib import Path

from moorage.engine import values
from moorage.engine.providers import processes, protocol, reference
from moorage.engine.providers.docker_build import client as clients
from moorage.engine.providers.docker_build import progress

_STEPS = {
    "unauthorized": "check the user name and password of {host}",
    "denied": "check the user name and password of {host}",
    "x509: certificate signed by unknown authority": "put its authority into /etc/docker/certs.d/{host}/ca.crt",
    "server gave HTTP response to HTTPS client": "it has no TLS; /etc/docker/daemon.json lists insecure-registries",
    "connection refused": "nothing answers there",
}
"""What to do, by what the engine says."""


def push(
    context: protocol.Context,
    client: clients.Client,
    inputs: values.Values,
    directory: Path,
    environment: dict[str, str],
    mask: progress.Mask,
) -> str:
    """Push each tag of the inputs and return the digest that the registry has it under.

    Raises:
        ProviderError: A tag cannot be pushed. What nobody asked to load is not left here then.
    """
    digest = ""
    for tag in inputs["tags"]:
        context.status(f"pushing {tag}")
        done = processes.run(
            [client.path, "push", tag], directory=directory, environment=environment, timeout=context.timeout
        )
        if done.code:
            if not inputs["load"]:
                processes.run([client.path, "rmi", tag], directory=directory, environment=environment, timeout=60)
            raise protocol.ProviderError(f"pushing {tag}: {_reason(mask(done.stderr) or mask(done.stdout), tag)}")
        digest = next((word for word in done.stdout.split() if word.startswith("sha256:")), digest)
    return digest


def _reason(said: str, tag: str) -> str:
    line = " ".join(said.split())
    host = reference.registry(tag) or "Docker Hub"
    return "; ".join([line, *(step.format(host=host) for words, step in _STEPS.items() if words in line)][:2])

"""A container's inspection, its health as it is now.

Docker runs health checks by itself; Podman leaves that to timers of systemd's. Where nobody runs them, what Podman says
of a container's health is as old as its start, so Podman is asked to check before it is asked what it knows.
"""

from __future__ import annotations

from typing import Any

from components.shared.containers.found import Client


def inspect(client: Client, container: str) -> dict[str, Any]:
    """Return a container's inspection (`GET /containers/{id}/json`)."""
    facts: dict[str, Any] = client.api.inspect_container(container)
    check: dict[str, Any] = facts["Config"].get("Healthcheck") or {}
    if facts["State"]["Status"] != "running" or check.get("Test") in (None, [], ["NONE"]) or not _podman(client):
        return facts
    # Healthy or not, the answer is recorded (libpod API, ContainerHealthcheckLibpod).
    client.api.get(f"{client.api.base_url}/v4.0.0/libpod/containers/{container}/healthcheck")
    facts.update(client.api.inspect_container(container))
    return facts


def _podman(client: Client) -> bool:
    return "Libpod-API-Version" in client.api.get(f"{client.api.base_url}/_ping").headers

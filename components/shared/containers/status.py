"""The state of each workload, from its container."""

from __future__ import annotations

from typing import Any

from components.core.naming import Scope
from components.core.operations import Status
from components.shared.containers import found
from components.shared.containers.found import Client

NEVER = "0001-01-01T00:00:00Z"
"""What the API says of a container that was not started yet."""


def status(client: Client, scope: Scope) -> list[Status]:
    """Return one row per workload, sorted by name."""
    rows: list[Status] = []
    for name, entry in found.by_workload(client, scope).items():
        facts = client.api.inspect_container(entry["Id"])
        rows.append(row(name, facts, _name(client, facts["Image"])))
    return rows


def _name(client: Client, image: str) -> str:
    """Return the name of an image by its ID: a tag if it has one and is still there."""
    import docker.errors

    try:
        tags: list[str] = client.api.inspect_image(image)["RepoTags"]
    except docker.errors.NotFound:
        return image
    return tags[0] if tags else image


def row(workload: str, facts: dict[str, Any], image: str) -> Status:
    """Return a container's inspection (`GET /containers/{id}/json`) and its image's name as a row."""
    state = facts["State"]
    word = state["Status"]
    health: dict[str, Any] = state.get("Health") or {}
    started = "" if state["StartedAt"] == NEVER else state["StartedAt"]
    return Status(
        workload=workload,
        state=f"exited ({state['ExitCode']})" if word == "exited" else word,
        health=str(health.get("Status", "")).replace("none", ""),
        image=image,
        started=started,
        ports=tuple(_ports(facts["NetworkSettings"].get("Ports") or {})),
    )


def _ports(bindings: dict[str, list[dict[str, str]] | None]) -> list[str]:
    return sorted(
        f"{host['HostIp']}:{host['HostPort']}->{inside}" for inside, hosts in bindings.items() for host in hosts or ()
    )

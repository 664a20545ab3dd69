"""The state of each workload, from the containers of its replicas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from components.core.naming import Scope
from components.core.operations import Status
from components.shared.containers import checked, found
from components.shared.containers.found import Client, Row

NEVER: Final = "0001-01-01T00:00:00Z"
"""What the API says of a container that was not started yet."""

WORST: Final = ("unhealthy", "starting", "healthy", "")
"""Health of several replicas together is the worst of them."""

Facts = dict[str, Any]
"""A container's inspection (`GET /containers/{id}/json`)."""


def status(client: Client, scope: Scope) -> list[Status]:
    """Return one row per workload, sorted by name."""
    every = found.containers(client, scope)
    rows: list[Status] = []
    for name, replicas in found.by_workload(every).items():
        facts = [checked.inspect(client, entry["Id"]) for entry in replicas.values()]
        left = [entry for entry in every if _left(entry, name, replicas)]
        rows.append(
            row(name, facts, _name(client, facts[0]["Image"]), [entry["Names"][0].lstrip("/") for entry in left])
        )
    return rows


def _left(entry: Row, workload: str, replicas: dict[int, Row]) -> bool:
    current = any(entry is one for one in replicas.values())
    return entry["Labels"].get(found.WORKLOAD) == workload and not current and entry["State"] != "running"


def _name(client: Client, image: str) -> str:
    """Return the name of an image by its ID: a tag if it has one and is still there."""
    import docker.errors

    try:
        tags: list[str] = client.api.inspect_image(image)["RepoTags"]
    except docker.errors.NotFound:
        return image
    return tags[0] if tags else image


def row(workload: str, replicas: Sequence[Facts], image: str, left: Sequence[str] = ()) -> Status:
    """Return the replicas of a workload, at least one, and its image's name as a row: the worst of them counts."""
    words = [_word(facts) for facts in replicas]
    health = [_health(facts) for facts in replicas]
    started = [facts["State"]["StartedAt"] for facts in replicas if facts["State"]["StartedAt"] != NEVER]
    return Status(
        workload=workload,
        state=next((word for word in words if word != "running"), "running"),
        health=min(health, key=lambda word: WORST.index(word) if word in WORST else 0),
        image=image,
        started=max(started, default=""),
        ports=tuple(port for facts in replicas for port in _ports(facts["NetworkSettings"].get("Ports") or {})),
        deployed=max(str(facts.get("Created", "")) for facts in replicas),
        restarts=sum(int(facts.get("RestartCount") or 0) for facts in replicas),
        running=words.count("running"),
        replicas=len(replicas),
        left=tuple(sorted(left)),
    )


def _word(facts: Facts) -> str:
    word = str(facts["State"]["Status"])
    return f"exited ({facts['State']['ExitCode']})" if word == "exited" else word


def _health(facts: Facts) -> str:
    health: dict[str, Any] = facts["State"].get("Health") or {}
    return str(health.get("Status", "")).replace("none", "")


def _ports(bindings: dict[str, list[dict[str, str]] | None]) -> list[str]:
    return sorted(
        f"{host['HostIp']}:{host['HostPort']}->{inside}" for inside, hosts in bindings.items() for host in hosts or ()
    )

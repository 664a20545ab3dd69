"""What a destroyed stack left on a Docker API."""

from __future__ import annotations

from components.core.naming import Scope
from components.shared.containers.found import Client


def volumes(client: Client, scope: Scope) -> tuple[str, ...]:
    """Return the volumes with the stack's labels, sorted, as a person reads them."""
    labels = [f"{key}={value}" for key, value in scope.labels().items()]
    rows: list[dict[str, str]] = client.api.volumes(filters={"label": labels})["Volumes"] or []
    return tuple(sorted(f"volume {row['Name']}" for row in rows))

"""The images of a stack in a Docker API's own store, found by their labels and names, and their removal by name."""

from __future__ import annotations

import re
from typing import Any

from components.core.naming import Scope
from components.core.operations import Stored
from components.shared.containers.found import Client

TITLE = "org.opencontainers.image.title"
"""The label that holds the name of the image in its stack."""

_TAG = re.compile(r"[0-9a-f]{12}")


def images(client: Client, scope: Scope) -> list[Stored]:
    """Return every name of ours, sorted: the stack's labels, and a tag or digest that a build of ours gives.

    Whoever builds on an image of ours inherits its labels: names alone, or labels alone, prove nothing.
    """
    labels = [f"{key}={value}" for key, value in scope.labels().items()]
    rows: list[dict[str, Any]] = client.api.images(filters={"label": labels})
    used = {row["ImageID"] for row in client.api.containers(all=True)}
    found = [
        Stored(name, row["Labels"][TITLE], version, row["Id"], row["Size"], used=row["Id"] in used)
        for row in rows
        if TITLE in row["Labels"]
        for name, version in _names(row, scope.repository(row["Labels"][TITLE]))
    ]
    return sorted(found, key=lambda one: one.name)


def holds(client: Client, reference: str) -> bool:
    """Say whether an image is there, by its ID or `repository@digest`."""
    import docker.errors

    try:
        client.api.inspect_image(reference)
    except docker.errors.NotFound:
        return False
    return True


def remove(client: Client, name: str) -> None:
    """Remove one name, and the image with it when nobody has another name for it."""
    client.api.remove_image(name)


def _names(row: dict[str, Any], own: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    tagged: list[str] = row["RepoTags"] or []
    pinned: list[str] = row["RepoDigests"] or []
    for name in tagged:
        repository, _, tag = name.rpartition(":")
        if _TAG.fullmatch(tag) and repository.rpartition("/")[2] == own:
            found.append((name, tag))
    for name in pinned:
        repository, _, digest = name.partition("@")
        if repository.rpartition("/")[2] == own:
            found.append((name, digest))
    return found

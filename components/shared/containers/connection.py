"""A Docker API as the operations see it."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from components.core.naming import Scope
from components.core.operations import Followed, Line, OperationError, Status, Stored
from components.shared.containers import execute, logs, status, stored
from components.shared.containers.found import Client


@dataclass(frozen=True)
class Api:
    """Implements `components.core.operations.Connection` on a client that is connected."""

    client: Client

    def status(self, scope: Scope) -> list[Status]:
        """Return every workload that is there, sorted by name."""
        with plain():
            return status.status(self.client, scope)

    def logs(self, scope: Scope, wanted: Followed, *, tail: int | None, follow: bool) -> Iterator[Line]:
        """Yield lines in the order of time; with `follow` then as they come."""
        with plain():
            yield from logs.logs(self.client, scope, wanted, tail=tail, follow=follow)

    def execute(self, scope: Scope, workload: str, replica: int, command: Sequence[str], *, terminal: bool) -> int:
        """Run a command inside a replica and return its exit code."""
        with plain():
            return execute.execute(self.client, scope, workload, replica, command, terminal=terminal)

    def images(self, scope: Scope) -> list[Stored]:
        """Return what builds of the stack left in the engine, sorted by name."""
        with plain():
            return stored.images(self.client, scope)

    def holds(self, reference: str) -> bool:
        """Say whether an image is in the engine's store."""
        with plain():
            return stored.holds(self.client, reference)

    def remove_image(self, name: str) -> None:
        """Remove one name of an image, and the image when it has no other."""
        with plain():
            stored.remove(self.client, name)


@contextlib.contextmanager
def plain() -> Generator[None]:
    """Turn what docker-py raises into one line, in the engine's own words."""
    import docker.errors
    import requests.exceptions

    try:
        yield
    except docker.errors.APIError as error:
        raise OperationError(" ".join(str(error.explanation or error).split())) from error
    except (docker.errors.DockerException, requests.exceptions.RequestException) as error:
        raise OperationError(" ".join(str(error).split())) from error

"""What every effect needs: the engine to ask, and the registries' credentials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from moorage.engine.providers.docker.client import Connection, Engine


@dataclass(frozen=True)
class Session:
    """A configured provider; `engine` is this thread's client, connected when it is first asked for."""

    connection: Connection
    registries: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    locate: Callable[[], str] = lambda: ""
    """Returns the engine's address when the configuration names one."""

    @property
    def engine(self) -> Engine:
        """Return the client of the calling thread."""
        return self.connection.engine

    @property
    def address(self) -> str:
        """Return the address that the configuration names, empty when a client is to choose as it always does."""
        return self.locate()

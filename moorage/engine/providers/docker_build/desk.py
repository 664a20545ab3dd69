"""What every resource of the package needs: the program's folder, the daemon, the registries' credentials."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from moorage.engine import values
from moorage.engine.providers import narrow


@dataclass
class Desk:
    """A provider's settings; they come after it is made."""

    directory: Path
    host: str = ""
    """The daemon's address; empty: the client's own choice."""
    registries: list[values.Values] = field(default_factory=list[values.Values])

    def credentials(self, inputs: values.Values) -> list[values.Values]:
        """Return the logins for a resource: its own come last, as they win."""
        return [*self.registries, *narrow.sequence(inputs.get("registries"))]

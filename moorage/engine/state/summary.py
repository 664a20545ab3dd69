"""A stack as `stack ls` lists it, in words and in the CLI's JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Summary:
    """A stack as `stack ls` lists it."""

    name: str
    project: str
    last_update: str = ""
    """RFC 3339; empty before the first update."""
    resource_count: int | None = None

    def json(self, *, current: bool = False) -> dict[str, Any]:
        """Return the entry of `stack ls --json`."""
        entry: dict[str, Any] = {"name": self.name, "current": current}
        if self.last_update:
            entry["lastUpdate"] = _milliseconds(self.last_update)
        if self.resource_count is not None:
            entry["resourceCount"] = self.resource_count
        return entry


def _milliseconds(time_: str) -> str:
    date, _, rest = time_.partition(".")
    digits = "".join(character for character in rest[:9] if character.isdigit())
    return f"{date.removesuffix('Z')}.{(digits + '000')[:3]}Z"

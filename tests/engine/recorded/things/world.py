"""What exists, in a folder: so that providers in several processes, and tests, see and change the same objects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

VARIABLE = "THING_WORLD"
"""The environment variable that names the folder to a plugin."""

Inputs = dict[str, Any]
"""Property values as JSON data, with the signatures of the wire."""


class World:
    """Objects by id, faults by call, and the calls that had an effect."""

    def __init__(self, folder: Path) -> None:
        self._objects = folder / "objects"
        self._numbers = folder / "numbers"
        self._faults = folder / "faults.json"
        self._log = folder / "calls.log"
        for each in (self._objects, self._numbers):
            each.mkdir(parents=True, exist_ok=True)

    def number(self, name: str) -> int:
        """Count the objects that were ever made under a name, this one included."""
        file = self._numbers / name
        count = int(file.read_text()) + 1 if file.exists() else 1
        file.write_text(str(count))
        return count

    def put(self, identity: str, thing: Inputs) -> None:
        """Make or change an object: its inputs."""
        (self._objects / f"{identity}.json").write_text(json.dumps(thing))

    def get(self, identity: str) -> Inputs | None:
        """Return an object's inputs, None when there is none of that id."""
        file = self._objects / f"{identity}.json"
        return json.loads(file.read_text()) if file.exists() else None

    def drop(self, identity: str) -> None:
        """Remove an object; one that is gone already is no error."""
        (self._objects / f"{identity}.json").unlink(missing_ok=True)

    @property
    def ids(self) -> list[str]:
        """Return the ids of what exists, sorted."""
        return sorted(file.stem for file in self._objects.iterdir())

    def fault(self, call: str, name: str) -> str:
        """Say how a call on a name is to fail: `fail`, `half` (done, but not well), or empty."""
        return self._read_faults().get(f"{call} {name}", "")

    def plan_fault(self, call: str, name: str, how: str) -> None:
        """Let a call on a name fail from now on; an empty `how` mends it."""
        self._faults.write_text(json.dumps({**self._read_faults(), f"{call} {name}": how}))

    def log(self, line: str) -> None:
        """Note a call."""
        with self._log.open("a") as file:
            file.write(line + "\n")

    def take_log(self) -> list[str]:
        """Return the noted calls and forget them."""
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        self._log.unlink(missing_ok=True)
        return lines

    def _read_faults(self) -> dict[str, str]:
        return json.loads(self._faults.read_text()) if self._faults.exists() else {}

"""The record of updates beside a stack's state, in the CLI's form.

`.pulumi/history/<project>/<stack>/<stack>-<nanoseconds>.{history,checkpoint}.json`, newest last by name.
Source: `pkg/backend/diy/state.go` and `pkg/backend/updates.go` of pulumi/pulumi.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from moorage.engine import files
from moorage.engine.state import gojson

Kind = Literal["update", "preview", "refresh", "destroy", "import"]


@dataclass(frozen=True)
class Entry:
    """One finished operation."""

    kind: Kind
    start: int
    """Seconds since 1970, as `end`."""
    end: int
    succeeded: bool
    changes: Mapping[str, int] = field(default_factory=dict[str, int])
    """How many resources, by operation (`create`, `same`, ...)."""
    config: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """`StackFile.record()`."""
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    message: str = ""


def add(folder: Path, stack: str, entry: Entry, state: bytes) -> None:
    """Write the entry and a copy of the state it led to."""
    stem = f"{stack}-{time.time_ns()}"
    data: dict[str, Any] = {
        "kind": entry.kind,
        "startTime": entry.start,
        "message": entry.message,
        "environment": dict(sorted(entry.environment.items())),
        "config": dict(sorted(entry.config.items())),
        "version": 0,
        "result": "succeeded" if entry.succeeded else "failed",
        "endTime": entry.end,
    }
    if entry.changes:
        data["resourceChanges"] = dict(sorted(entry.changes.items()))
    files.write(folder / f"{stem}.history.json", gojson.text(data, html=False, sort=False).encode())
    files.write(folder / f"{stem}.checkpoint.json", state)


def read(folder: Path) -> list[dict[str, Any]]:
    """Return the entries as JSON data, newest first."""
    found = sorted(folder.glob("*.history.json"), reverse=True) if folder.is_dir() else []
    return [json.loads(path.read_bytes()) for path in found]

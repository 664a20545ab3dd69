"""The record of updates beside a stack's state, in the CLI's form.

`.pulumi/history/<project>/<stack>/<stack>-<nanoseconds>.{history,checkpoint}.json`, newest last by name.
Source: `pkg/backend/diy/state.go` and `pkg/backend/updates.go` of pulumi/pulumi.
"""

from __future__ import annotations

import gzip
import json
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from moorage.engine import files
from moorage.engine.state import gojson


class HistoryError(Exception):
    """A record that cannot be read; the text is one line."""


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
    """Return the entries as JSON data, newest first, each with its number as `version`: the oldest is 1.

    Raises:
        HistoryError: One of them is damaged.

    """
    return [_entry(path, number) for number, path in reversed([*enumerate(_found(folder, "history"), 1)])]


def state(folder: Path, version: int) -> bytes:
    """Return the state that the operation of a number led to.

    Raises:
        HistoryError: There is no such operation, or no state of it.

    """
    entries = _found(folder, "history")
    if not 0 < version <= len(entries):
        msg = f"there is no version {version}; {f'allowed: 1 to {len(entries)}' if entries else 'there is none yet'}"
        raise HistoryError(msg)
    stem = entries[version - 1].name.partition(".history.json")[0]
    for path in _found(folder, "checkpoint"):
        if path.name.startswith(f"{stem}.checkpoint.json"):
            return _bytes(path)
    msg = f"the state of version {version} is missing: {folder / stem}.checkpoint.json"
    raise HistoryError(msg)


def _found(folder: Path, kind: str) -> list[Path]:
    found = [*folder.glob(f"*.{kind}.json*")]
    return sorted(path for path in found if path.name.endswith((".json", ".json.gz")))


def _entry(path: Path, number: int) -> dict[str, Any]:
    try:
        entry: Any = json.loads(_bytes(path))
        times = {"startTime": float(entry["startTime"]), "endTime": float(entry["endTime"])}
        return {**entry, **times, "kind": str(entry["kind"]), "version": number}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        msg = f"{path}: not a record of an operation"
        raise HistoryError(msg) from error


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except OSError as error:
        msg = f"{path}: {(error.strerror or str(error)).lower()}"
        raise HistoryError(msg) from error
    except (EOFError, zlib.error) as error:
        msg = f"{path}: damaged gzip"
        raise HistoryError(msg) from error


def rename(folder: Path, stack: str, target: Path, name: str) -> None:
    """Move the records of a stack to the folder of its new name; each file is named after its stack."""
    if folder.is_dir():
        for path in sorted(folder.glob(f"{stack}-*")):
            files.folder(target)
            path.rename(target / f"{name}{path.name.removeprefix(stack)}")

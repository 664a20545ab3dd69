"""The journal's file: lines that are only ever appended, each with a checksum and each synced before the next.

The first line ties it to a checkpoint by the SHA-256 of its bytes; a line with a list of records is one sync, shared by
all steps that waited for it; the last names the checkpoint that ends the journal. A line that was cut off by a crash is
the last one, and is passed over: nothing can have relied on it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from moorage.engine import files
from moorage.engine.state import gojson, replay

_VERSION = 1
_DIGITS = 16


class JournalError(Exception):
    """A journal that cannot be followed; the text is one line, without the file's name."""


@dataclass(frozen=True)
class Contents:
    """What a journal says."""

    base: str
    """The checkpoint that it starts from."""
    records: list[replay.Record]
    ends: frozenset[str]
    """The checkpoints that were to end it: one of them, on disk, has all that is here."""
    size: int
    """How many of its bytes are whole."""


def digest(checkpoint: bytes) -> str:
    """Return how a journal names a checkpoint."""
    return hashlib.sha256(checkpoint).hexdigest()


def start(path: Path, base: str) -> None:
    """Begin a journal in place of any other."""
    files.write(path, _line({"version": _VERSION, "base": base}))


def batch(records: Sequence[replay.Record]) -> bytes:
    """Return the line of records that are JSON data."""
    return _line({"records": list(records)})


def end(path: Path, checkpoint: bytes) -> None:
    """Note, durably, which checkpoint is about to take over from the journal.

    Raises:
        JournalError: The journal is damaged.

    """
    contents = parse(path.read_bytes())
    with files.Appender(path, contents.size) as file:
        file.append(_line({"end": digest(checkpoint)}))


def parse(data: bytes) -> Contents:
    """Return the contents of a journal.

    Raises:
        JournalError: It is damaged where it cannot have been cut off.

    """
    size, lines = 0, list[dict[str, Any]]()
    whole = data.split(b"\n")
    for at, line in enumerate(whole):
        found = _read(line) if at < len(whole) - 1 else None
        if found is None:
            if any(_read(later) is not None for later in whole[at + 1 :]):
                raise JournalError(f"line {at + 1} is damaged")
            break
        lines.append(found)
        size += len(line) + 1
    match lines[:1]:
        case [{"version": 1, "base": str(base)}]:
            pass
        case [{"version": int(version)}]:
            raise JournalError(f"version {version} is of another moorage; this one reads version {_VERSION}")
        case _:
            raise JournalError("its first line is damaged")
    records = [record for line in lines[1:] for record in _records(line)]
    return Contents(base, records, frozenset(str(line["end"]) for line in lines if "end" in line), size)


def _records(line: dict[str, Any]) -> list[replay.Record]:
    return cast("list[replay.Record]", line.get("records", []))


def _line(data: dict[str, Any]) -> bytes:
    text = gojson.text(data, html=False, sort=False, whole_already=True).encode()
    return b"%s %s\n" % (_sum(text), text)


def _read(line: bytes) -> dict[str, Any] | None:
    sum_, _, text = line.partition(b" ")
    return json.loads(text) if text and sum_ == _sum(text) else None


def _sum(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:_DIGITS].encode()

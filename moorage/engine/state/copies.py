"""The former states of a stack: the one before the last save, and those that each operation leaves."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from moorage.engine.state import checkpoint
from moorage.engine.state.edit import repair


def newest(state: Path, backups: Path) -> Path | None:
    """Return the newest copy that is whole, of a state file or from the folder of backups; None without one."""
    found = [path for path in (*state.parent.glob(f"{state.name}*.bak"), *backups.glob("*.json*")) if path.is_file()]
    dated = sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return next((path for path in dated if path.suffix != ".attrs" and _whole(path)), None)


def _whole(path: Path) -> bool:
    """Say whether a file is a state that this engine could take. Its secrets are not looked into."""
    try:
        document = checkpoint.parse(next(_contents(path)))
        return not repair.problem(checkpoint.rows(document))
    except (OSError, EOFError, zlib.error, checkpoint.CheckpointError, StopIteration):
        return False


def _contents(path: Path) -> Iterator[bytes]:
    name = path.name.removesuffix(".bak")
    if name.endswith(".gz"):
        yield gzip.decompress(path.read_bytes())
    elif name.endswith(".json"):
        yield path.read_bytes()

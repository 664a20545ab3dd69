"""Staging: a build context as data, its key, and the folder that a builder reads.

A staged file has normalised mode and a time derived from its content: path, clock and file mode mask change nothing,
while a builder that compares sizes and times still sees every change.
"""

from __future__ import annotations

import hashlib
import os
import pathlib
import shutil
import stat
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

DOCKERFILE = "Dockerfile"
IGNORE = ".dockerignore"

EPOCH = 315_532_800
"""Seconds: 1980-01-01, the earliest date that a zip archive, so a wheel, can hold; of what a build makes."""

_EPOCH, _SPAN = 946_684_800, 788_918_400
"""Seconds: times of staged files lie in the 25 years from 2000-01-01, in the past on every clock that is set."""


@dataclass(frozen=True)
class File:
    """A file of the context, `path` relative to it, parts joined by slashes."""

    path: str
    content: bytes
    executable: bool = False

    @property
    def sha256(self) -> str:
        """Return the hash of the content, in hex."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def size(self) -> int:
        """Return the length in bytes."""
        return len(self.content)


@dataclass(frozen=True)
class Linked:
    """A file that is kept elsewhere and never changes there; it enters by hard link where that is possible."""

    path: str
    origin: pathlib.Path
    sha256: str
    size: int
    executable: bool = False


Entry: TypeAlias = File | Linked


@dataclass(frozen=True)
class Context:
    """All that a builder sees."""

    dockerfile: str
    entries: Sequence[Entry]
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])
    """Build arguments by name; none of them is private."""
    bases: Mapping[str, str] = field(default_factory=dict[str, str])
    """What each base's name stands for; said to people only, as the Dockerfile and the entries hold it."""
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the stack file says beyond the defaults, as text; said to people only, as well."""
    reasons: Sequence[tuple[str, str]] = ()
    """Each instruction of the Dockerfile and why it is there: for readers, no part of the key."""
    notes: Sequence[str] = ()
    """What the user should know of the source, one line each: no part of the key either."""

    @property
    def manifest(self) -> dict[str, str]:
        """Return the hash, in hex, of mode and content of every path that is sent, by path."""
        found = {entry.path: f"{_mode(entry):o} {entry.sha256}" for entry in _all(self)}
        return {path: hashlib.sha256(text.encode()).hexdigest() for path, text in sorted(found.items())}

    @property
    def key(self) -> str:
        """Return the hash, in hex, of the paths, modes and contents that are sent, the Dockerfile and the arguments."""
        digest = hashlib.sha256()
        for entry in sorted(_all(self), key=lambda entry: entry.path):
            digest.update(f"{_mode(entry):o} {entry.sha256} {entry.path}\0".encode())
        for name, value in sorted(self.arguments.items()):
            digest.update(f"{name}={value}\0".encode())
        return digest.hexdigest()


def write(context: Context, folder: pathlib.Path) -> None:
    """Make `folder` hold exactly `context`; files that are already right are not touched."""
    wanted = _wanted(context)
    _remove_others(folder, set(wanted))
    for path, entry in sorted(wanted.items()):
        target = folder / path
        if not _right(target, entry):
            _directories(folder, target.parent)
            _put(target, entry)


def holds(folder: pathlib.Path, context: Context) -> bool:
    """Say whether `folder` holds exactly `context` already, as sizes, modes and times tell."""
    wanted = _wanted(context)
    there = {path.relative_to(folder).as_posix() for path in _walk(folder) if path.is_symlink() or not path.is_dir()}
    return there == set(wanted) and all(_right(folder / path, entry) for path, entry in wanted.items())


def ignore(context: Context) -> str:
    """Return the ignore file: nothing enters but the top-level names of what was staged."""
    names = sorted({entry.path.partition("/")[0] for entry in context.entries})
    return "".join(["*\n", *(f"!{pattern(name)}\n" for name in names)])


def time(sha256: str) -> int:
    """Return the modification time, in seconds since 1970, of a file with this content."""
    return _EPOCH + int(sha256[:12], 16) % _SPAN


def settle(file: pathlib.Path, sha256: str, *, executable: bool = False) -> None:
    """Give a file with this content the mode and the time that a staged one has."""
    file.chmod(0o755 if executable else 0o644)
    os.utime(file, (time(sha256), time(sha256)))


def _all(context: Context) -> list[Entry]:
    return [File(DOCKERFILE, context.dockerfile.encode()), *context.entries]


def _wanted(context: Context) -> dict[str, Entry]:
    return {entry.path: entry for entry in [*_all(context), File(IGNORE, ignore(context).encode())]}


def pattern(name: str) -> str:
    """Return a name as a glob that matches it."""
    return "".join("?" if char in "*?[]\\" or char.isspace() else char for char in name)


def _mode(entry: Entry) -> int:
    return 0o755 if entry.executable else 0o644


def _right(target: pathlib.Path, entry: Entry) -> bool:
    try:
        found = target.lstat()
    except OSError:
        return False
    return (
        stat.S_ISREG(found.st_mode)
        and stat.S_IMODE(found.st_mode) == _mode(entry)
        and (found.st_size, found.st_mtime_ns) == (entry.size, time(entry.sha256) * 10**9)
    )


def _directories(folder: pathlib.Path, parent: pathlib.Path) -> None:
    parent.mkdir(parents=True, exist_ok=True)
    while True:
        parent.chmod(0o755)
        if parent == folder:
            return
        parent = parent.parent


def _put(target: pathlib.Path, entry: Entry) -> None:
    """Write one file beside its place and move it there, so that no reader sees a part of it."""
    with tempfile.TemporaryDirectory(prefix=".staging-", dir=target.parent) as beside:
        made = pathlib.Path(beside) / "file"
        if isinstance(entry, File):
            made.write_bytes(entry.content)
        else:
            _link(entry.origin, made)
        settle(made, entry.sha256, executable=entry.executable)
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        made.replace(target)


def _link(origin: pathlib.Path, made: pathlib.Path) -> None:
    try:
        os.link(origin, made)
    except OSError:  # another file system, or one without links
        shutil.copyfile(origin, made)


def _remove_others(folder: pathlib.Path, wanted: set[str]) -> None:
    parents = {parent.as_posix() for path in wanted for parent in pathlib.PurePosixPath(path).parents}
    for path in sorted(_walk(folder), reverse=True):
        relative = path.relative_to(folder).as_posix()
        directory = path.is_dir() and not path.is_symlink()
        if directory and relative not in parents:
            path.rmdir()
        elif not directory and relative not in wanted:
            path.unlink()


def _walk(folder: pathlib.Path) -> Iterable[pathlib.Path]:
    return folder.rglob("*") if folder.is_dir() else ()

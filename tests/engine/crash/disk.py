"""A disk that may lose what was not synced: records every call of `files`, and shows what a power cut leaves.

The stand-in for `files.os`. What a file system promises: data is there once its file was synced, names once their
folder was; of all else anything may be there or not.
"""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

Loss = Literal["lost", "kept", "torn", "names"]
"""What was not synced: all lost; all kept; names kept, and data by half; names kept, and no data."""

LOSSES: tuple[Loss, ...] = ("lost", "kept", "torn", "names")


@dataclasses.dataclass
class File:
    """One inode."""

    data: bytes = b""
    synced: bytes = b""


class Disk:
    """Calls of the system, done and recorded below one folder."""

    def __init__(self, root: Path) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self._root = root
        self._open: dict[int, Path] = {}
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        """Leave every other call to the system."""
        return getattr(os, name)

    def note(self, *call: Any) -> None:
        """Record something that is no call of the system."""
        with self._lock:
            self.calls.append(call)

    def show(self, name: str, look: Callable[[], Any]) -> None:
        """Record what is seen now: two steps that end at once are recorded in the order in which they looked."""
        with self._lock:
            self.calls.append((name, look()))

    def open(self, path: Path, flags: int, mode: int = 0o777) -> int:
        """Open, and remember under which handle."""
        handle = os.open(path, flags, mode)
        with self._lock:
            self._open[handle] = Path(path)
            if flags & os.O_CREAT:
                self.calls.append(("create", Path(path)))
        return handle

    def close(self, handle: int) -> None:
        """Close."""
        with self._lock:
            self._open.pop(handle)
        os.close(handle)

    def pwrite(self, handle: int, data: bytes, at: int) -> int:
        """Write."""
        done = os.pwrite(handle, data, at)
        self.note("write", self._open[handle], at, bytes(data[:done]))
        return done

    def ftruncate(self, handle: int, size: int) -> None:
        """Cut."""
        os.ftruncate(handle, size)
        self.note("cut", self._open[handle], size)

    def fsync(self, handle: int) -> None:
        """Sync a file or a folder."""
        os.fsync(handle)
        self.note("sync", self._open[handle])

    def replace(self, old: Path, new: Path) -> None:
        """Rename."""
        os.replace(old, new)  # noqa: PTH105 -- it stands in for `os`
        self.note("rename", Path(old), Path(new))

    def link(self, old: Path, new: Path) -> None:
        """Give a second name."""
        os.link(old, new)
        self.note("link", Path(old), Path(new))

    def unlink(self, path: Path) -> None:
        """Remove."""
        os.unlink(path)  # noqa: PTH108 -- as above
        self.note("remove", Path(path))

    def mkdir(self, path: Path, mode: int) -> None:
        """Make a folder."""
        os.mkdir(path, mode)  # noqa: PTH102 -- as above
        self.note("folder", Path(path))


class Image:
    """A disk as it may be after some calls and a power cut."""

    def __init__(self, before: dict[Path, bytes], folders: set[Path]) -> None:
        """Begin with files and folders that are safe on the disk."""
        self._names: dict[Path, File | None] = {path: File(data, data) for path, data in before.items()}
        self._names |= dict.fromkeys(folders)
        self._safe = dict(self._names)

    def follow(self, call: tuple[Any, ...]) -> None:
        """Follow one call."""
        names = self._names
        match call:
            case ("create", path):
                names[path] = File()
            case ("folder", path):
                names[path] = None
            case ("write", path, at, data):
                file = self._file(path)
                file.data = file.data[:at] + data + file.data[at + len(data) :]
            case ("cut", path, size):
                self._file(path).data = self._file(path).data[:size]
            case ("rename", old, new):
                names[new] = names.pop(old)
            case ("link", old, new):
                names[new] = names[old]
            case ("remove", path):
                del names[path]
            case ("sync", path) if names.get(path) is not None:
                self._file(path).synced = self._file(path).data
            case ("sync", path):
                gone = [each for each in self._safe if each.parent == path and each not in names]
                for each in gone:
                    del self._safe[each]
                self._safe |= {each: file for each, file in names.items() if each.parent == path}
            case _:
                pass

    def _file(self, path: Path) -> File:
        file = self._names[path]
        assert file is not None
        return file

    def write(self, root: Path, loss: Loss) -> None:
        """Make files of what a power cut leaves; paths are taken relative to `root`."""
        names = self._safe if loss == "lost" else self._names
        for path in sorted(names):
            file = names[path]
            if any(parent not in names for parent in path.parents if parent.is_relative_to(_ROOT) and parent != _ROOT):
                continue
            target = root / path.relative_to(_ROOT)
            if file is None:
                target.mkdir(exist_ok=True)
            else:
                target.write_bytes(_left(file, loss))


_ROOT = Path("/disk")


def _left(file: File, loss: Loss) -> bytes:
    match loss:
        case "lost" | "names":
            return file.synced
        case "kept":
            return file.data
        case "torn":
            # files here only grow, so what was synced is their beginning
            return file.data[: (len(file.synced) + len(file.data)) // 2]


def relative(call: tuple[Any, ...], root: Path) -> tuple[Any, ...]:
    """Return a call as if it had been made below `/disk`."""
    return tuple(
        _ROOT / part.relative_to(root) if isinstance(part, Path) and part.is_relative_to(root) else part
        for part in call
    )


class Quick:
    """The system with a sync that does nothing: for runs whose power is not cut."""

    def __getattr__(self, name: str) -> Any:
        """Leave every other call to the system."""
        return getattr(os, name)

    def fsync(self, handle: int) -> None:
        """Do nothing."""

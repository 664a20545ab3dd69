"""Files that are whole or absent: written beside, synced, renamed, and the folder synced."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def write(path: Path, data: bytes, mode: int = PRIVATE_FILE) -> None:
    """Replace the file's content atomically and durably; missing folders are made with mode 0700."""
    folder(path.parent)
    temporary = _beside(path, data, mode)
    try:
        os.replace(temporary, path)  # noqa: PTH105 -- as below
    except BaseException:
        remove(temporary)
        raise
    _sync(path.parent)


def create(path: Path, data: bytes, mode: int = PRIVATE_FILE) -> bool:
    """Create the file atomically and durably; False when it exists already (it is then left alone)."""
    folder(path.parent)
    temporary = _beside(path, data, mode)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    finally:
        remove(temporary)
    _sync(path.parent)
    return True


def remove(path: Path) -> None:
    """Remove the file, if it is there. That it is gone is durable at some later time."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 -- every call of the system is `os`'s here, so that a test can stand in for it


def link(path: Path, second: Path) -> None:
    """Give the file a second name, in place of what has it."""
    temporary = second.with_name(f".{second.name}.{secrets.token_hex(8)}.tmp")
    os.link(path, temporary)
    os.replace(temporary, second)  # noqa: PTH105 -- as above


class Appender(contextlib.AbstractContextManager["Appender"]):
    """A file that grows; what was appended is durable, and never half of it."""

    def __init__(self, path: Path, size: int | None = None) -> None:
        """Open an existing file; with `size`, cut off what follows."""
        self._path = path
        self._handle = os.open(path, os.O_WRONLY)
        self._size = os.fstat(self._handle).st_size if size is None else size
        if size is not None:
            os.ftruncate(self._handle, size)

    def append(self, data: bytes) -> None:
        """Write at the end and sync.

        Raises:
            OSError: The disk is full or broken; the file is as it was before.

        """
        try:
            _put(self._handle, data, self._size)
            os.fsync(self._handle)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, self._size)
            raise OSError(error.errno, error.strerror, str(self._path)) from error
        self._size += len(data)

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()


def folder(path: Path) -> None:
    """Make the folder and its missing parents, each with mode 0700."""
    if not path.is_dir():
        folder(path.parent)
        with contextlib.suppress(FileExistsError):
            os.mkdir(path, PRIVATE_FOLDER)  # noqa: PTH102 -- as above
        _sync(path.parent)


def _beside(path: Path, data: bytes, mode: int) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        _put(handle, data, 0)
        os.fsync(handle)
    except BaseException:
        remove(temporary)
        raise
    finally:
        os.close(handle)
    return temporary


def _put(handle: int, data: bytes, at: int) -> None:
    rest = memoryview(data)
    while rest:
        written = os.pwrite(handle, rest, at)
        rest, at = rest[written:], at + written


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

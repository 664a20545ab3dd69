"""Files as a tar archive that only one user may read. Pure: the same files are the same bytes."""

from __future__ import annotations

import base64
import io
import pathlib
import tarfile
from collections.abc import Mapping
from typing import Final

FILE: Final = 0o400
DIRECTORY: Final = 0o500
PROGRAM: Final = 0o555


def text(root: str, files: Mapping[str, bytes], uid: int) -> str:
    """Return the archive in base64: the directory `root` (relative; `.` is the one unpacked into) with its files."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        directories = {root} | {
            str(parent)
            for name in files
            for parent in (root / pathlib.PurePosixPath(name)).parents
            if parent.is_relative_to(root)
        }
        for directory in sorted(directories):
            archive.addfile(_entry(directory, uid, DIRECTORY, tarfile.DIRTYPE))
        for name, content in sorted(files.items()):
            entry = _entry(str(root / pathlib.PurePosixPath(name)), uid, FILE, tarfile.REGTYPE)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return base64.b64encode(stream.getvalue()).decode()


def program(name: str, content: bytes) -> str:
    """Return an archive of one file that everybody may read and run."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        entry = _entry(name, 0, PROGRAM, tarfile.REGTYPE)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return base64.b64encode(stream.getvalue()).decode()


def _entry(name: str, uid: int, mode: int, type_: bytes) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.uid = entry.gid = uid
    entry.mode, entry.type = mode, type_
    return entry

"""Configuration files: what is read, what it may be, and how it is grouped into directories."""

from __future__ import annotations

import base64
import hashlib
import pathlib
import re
from collections.abc import Iterator, Mapping
from typing import Final

from components.core.errors import SettingsError
from components.core.project import Project
from components.workloads.settings import File, Workload

MOST: Final = 1 << 20
"""Bytes that the files of one workload may have together, as much as a Kubernetes ConfigMap holds."""

COMMON: Final = {
    "/": "bin boot etc home lib lib32 lib64 libx32 media mnt opt root run sbin srv tmp usr var",
    "/usr/": "bin include lib lib32 lib64 libexec local sbin share src",
    "/usr/local/": "bin etc include lib sbin share src",
    "/var/": "cache lib local lock log mail opt run spool tmp",
}
SYSTEM: Final = frozenset(f"{above}{one}" for above, names in COMMON.items() for one in names.split())
"""Directories of the Filesystem Hierarchy Standard 3.0 that belong to no one program."""

KERNEL: Final = ("/dev", "/proc", "/sys")


def read(spec: Workload, path: str, project: Project) -> Workload:
    """Return the workload with the bytes of its project files in their place.

    Raises:
        SettingsError: at a file that cannot be read, or when they are too large together.
    """
    given = {name: _read(file, f"{path}.files.{name}.source", project) for name, file in spec.files.items()}
    size = sum(len(data(file)) for file in given.values())
    if size > MOST:
        problem = f"{size} bytes together are too many, {MOST} may be delivered; larger data belongs in the image"
        raise SettingsError(f"{path}.files", problem)
    return spec.model_copy(update={"files": given})


def _read(file: File, path: str, project: Project) -> File:
    if file.source is None:
        return file
    found = project.path(file.source, path)
    if not found.is_file():
        raise SettingsError(path, f"{file.source!r} is not a file; name each file of a folder")
    if (size := found.stat().st_size) > MOST:
        raise SettingsError(path, f"{file.source!r} has {size} bytes, {MOST} may be delivered")
    try:
        return file.model_copy(update={"source": None, "base64": base64.b64encode(found.read_bytes()).decode()})
    except OSError as error:
        raise SettingsError(path, f"{file.source!r} cannot be read: {(error.strerror or '').lower()}") from None


def data(file: File) -> bytes:
    """Return what a file holds; one of the project has been read before."""
    return (file.content or "").encode() if file.base64 is None else base64.b64decode(file.base64)


def shown(content: bytes) -> str:
    """Return what a preview shows and compares: the text, or size and hash of what is none."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = "\0"
    return text if "\0" not in text else f"{len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}"


def grouped(files: Mapping[str, File]) -> dict[str, dict[str, bytes]]:
    """Return the files as bytes by their path below the directory that is delivered, by directory; all sorted."""
    parents = {str(pathlib.PurePosixPath(file.path).parent) for file in files.values()}
    tops = sorted(one for one in parents if not any(inside(one, other) for other in parents - {one}))
    return {
        top: {
            file.path.removeprefix(f"{top}/"): data(file)
            for file in sorted(files.values(), key=lambda file: file.path)
            if inside(file.path, top)
        }
        for top in tops
    }


def slug(directory: str) -> str:
    """Return a directory as a part of a name: `/etc/app.d` -> `etc-app-d`."""
    return re.sub(r"[^a-z0-9]+", "-", directory.lower()).strip("-")


def inside(path: str, directory: str) -> bool:
    """Say whether a path is the directory or below it."""
    return pathlib.PurePosixPath(path).is_relative_to(directory)


def check(path: str, files: Mapping[str, File], taken: Mapping[str, str]) -> None:
    """Check that files hide nothing; `taken` says by directory what else is there.

    Raises:
        SettingsError: for the first that does.
    """
    where: dict[str, str] = {}
    names: dict[str, str] = {}
    for name, file in files.items():
        for other, known in where.items():
            if inside(file.path, known) or inside(known, file.path):
                raise SettingsError(f"{path}.files.{name}.path", f"{file.path} is already taken by file {other}")
        where[name] = file.path
        directory = str(pathlib.PurePosixPath(file.path).parent)
        if (other := names.setdefault(slug(directory), directory)) != directory:
            raise SettingsError(f"{path}.files.{name}.path", f"{directory} reads like {other}; use another directory")
        for problem in _hidden(directory, taken):
            raise SettingsError(f"{path}.files.{name}.path", problem)


def _hidden(directory: str, taken: Mapping[str, str]) -> Iterator[str]:
    if directory in SYSTEM or any(inside(directory, one) for one in KERNEL):
        yield f"would hide all else in {directory}; give it a directory of its own, such as /etc/app"
    for other, what in taken.items():
        if inside(directory, other) or inside(other, directory):
            yield f"{directory} is in the way of {other}, which is {what}"

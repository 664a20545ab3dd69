"""The hash of a build context: what the image would be made from, so that it is built again only when that changes.

Byte for byte the real provider's (`hashBuildContext` of pulumi-docker-build 0.0.22, with tonistiigi/fsutil's walk), so
that stacks can move between engines. Content, path and mode of each file count; times, owners, empty folders do not.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from moorage.engine.providers.docker_build import modes, patterns

_CHUNK = 1 << 20
"""bytes; large enough that hashing, not reading, takes the time"""


class ContextError(Exception):
    """A context that cannot be read."""


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...


class _SkipRest(Exception):  # noqa: N818 - no error: it ends the walk of one folder
    """A file is gone, or points nowhere: the real walk passes over the rest of its folder, and so does this one."""


def compute(directory: Path, context: str, dockerfile: str, named: Mapping[str, str]) -> str:
    """Return the hex SHA-256 of a context.

    `directory` is what relative paths are relative to. `context`, `dockerfile` and the values of `named` are paths or
    URLs; what is not on this disk does not count. An empty `dockerfile` stands for one that is given inline.

    Raises:
        ContextError: A file cannot be read, or the ignore file has a pattern that Docker refuses.
    """
    digest = hashlib.sha256()
    try:
        if not (_is_folder(directory, context) or _is_file(directory, dockerfile)):
            ignored: Sequence[str] = []
        else:
            ignored = _ignored(directory, context, dockerfile)
        if _is_file(directory, dockerfile):
            digest.update((directory / dockerfile).read_bytes())
        matcher = patterns.Matcher(ignored) if ignored else None
        for location in (context, *(named[name] for name in sorted(named, key=str.encode))):
            if _is_folder(directory, location):
                root = (directory / location).resolve()
                _walk(digest, os.fsencode(root), "", matcher, None)
    except patterns.PatternError as error:
        raise ContextError(f"{context}: .dockerignore: {error}") from error
    except OSError as error:
        raise ContextError(
            f"{os.fsdecode(error.filename or context)}: {str(error.strerror or error).lower()}"
        ) from error
    return digest.hexdigest()


def _is_folder(directory: Path, location: str) -> bool:
    return bool(location) and (directory / location).is_dir()


def _is_file(directory: Path, location: str) -> bool:
    return bool(location) and (directory / location).exists() and not (directory / location).is_dir()


def _ignored(directory: Path, context: str, dockerfile: str) -> list[str]:
    # With an inline Dockerfile the first name is `.dockerignore` of the working directory: so it is in the real one.
    candidates = [f"{dockerfile}.dockerignore"]
    if _is_folder(directory, context):
        candidates.append(f"{context}/.dockerignore")
    for candidate in candidates:
        try:
            return patterns.read((directory / candidate).read_bytes())
        except FileNotFoundError:
            continue
    return []


def _walk(
    digest: _Hash, root: bytes, folder: str, matcher: patterns.Matcher | None, parent: Sequence[bool] | None
) -> None:
    names = sorted(os.listdir(os.path.join(root, os.fsencode(folder))))  # noqa: PTH118, PTH208 - bytes: order and names are Go's
    for name in names:
        path = f"{folder}/{os.fsdecode(name)}" if folder else os.fsdecode(name)
        try:
            _visit(digest, root, path, matcher, parent)
        except _SkipRest:
            return


def _visit(
    digest: _Hash, root: bytes, path: str, matcher: patterns.Matcher | None, parent: Sequence[bool] | None
) -> None:
    full = os.path.join(root, os.fsencode(path))  # noqa: PTH118 - a path of bytes, which pathlib does not take
    mode = os.lstat(full).st_mode
    out, seen = matcher.below(path, parent) if matcher else (False, None)
    if stat.S_ISDIR(mode):
        if matcher is None or not out or matcher.may_hold_exceptions(path):
            _walk(digest, root, path, matcher, seen)
    elif not out:
        _file(digest, full, path, mode, matcher)


def _file(digest: _Hash, full: bytes, path: str, mode: int, matcher: patterns.Matcher | None) -> None:
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode) or stat.S_ISSOCK(mode)):
        return
    if matcher and matcher.has_exceptions and matcher.alone(path):
        raise _SkipRest
    try:
        with open(full, "rb") as content:  # noqa: PTH123 - a path of bytes, which pathlib does not take
            while part := content.read(_CHUNK):
                digest.update(part)
    except IsADirectoryError:
        return
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _SkipRest from error
    digest.update(os.fsencode(path))
    digest.update(modes.text(mode).encode())

"""The hash of a build context: what the image would be made from, so that it is built again only when that changes.

Byte for byte the real provider's (`hashBuildContext` of pulumi-docker-build 0.0.22, with tonistiigi/fsutil's walk), so
that stacks can move between engines. Content, path and mode of each file count; times, owners, empty folders do not.
"""

from __future__ import annotations

import functools
import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from moorage.engine.providers.docker_build import modes, patterns, tree

_CHUNK = 1 << 20
"""bytes; large enough that hashing, not reading, takes the time"""


class ContextError(Exception):
    """A context that cannot be read."""


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...


def compute(directory: Path, context: str, dockerfile: str, named: Mapping[str, str]) -> str:
    """Return the hex SHA-256 of a context.

    `directory` is what relative paths are relative to. `context`, `dockerfile` and the values of `named` are paths or
    URLs; what is not on this disk does not count. An empty `dockerfile` stands for one that is given inline.

    Raises:
        ContextError: A file cannot be read, or the ignore file has a pattern that Docker refuses.
    """
    digest = hashlib.sha256()
    try:
        if not (tree.is_folder(directory, context) or tree.is_file(directory, dockerfile)):
            ignored: Sequence[str] = []
        else:
            ignored = tree.ignored(directory, context, dockerfile)
        if tree.is_file(directory, dockerfile):
            digest.update((directory / dockerfile).read_bytes())
        matcher = patterns.Matcher(ignored) if ignored else None
        for location in (context, *(named[name] for name in sorted(named, key=str.encode))):
            if tree.is_folder(directory, location):
                tree.walk((directory / location).resolve(), matcher, functools.partial(_file, digest, matcher))
    except patterns.PatternError as error:
        raise ContextError(f"{context}: .dockerignore: {error}") from error
    except OSError as error:
        raise ContextError(
            f"{os.fsdecode(error.filename or context)}: {str(error.strerror or error).lower()}"
        ) from error
    return digest.hexdigest()


def _file(digest: _Hash, matcher: patterns.Matcher | None, full: bytes, path: str, mode: int) -> None:
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode) or stat.S_ISSOCK(mode)):
        return
    if matcher and matcher.has_exceptions and matcher.alone(path):
        raise tree.SkipRest
    try:
        with open(full, "rb") as content:  # noqa: PTH123 - a path of bytes, which pathlib does not take
            while part := content.read(_CHUNK):
                digest.update(part)
    except IsADirectoryError:
        return
    except (FileNotFoundError, NotADirectoryError) as error:
        raise tree.SkipRest from error
    digest.update(os.fsencode(path))
    digest.update(modes.text(mode).encode())

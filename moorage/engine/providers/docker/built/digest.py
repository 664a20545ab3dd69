"""The digest of a build context: what the image would be made from.

Byte for byte the real provider's (`hashContext` of pulumi-docker 5), so that stacks can move between engines. Of each
file its path, mode and content count; of a link where it ends; the Dockerfile counts under one name, wherever it is.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from moorage.engine.providers.docker_build import modes, patterns, tree

_NAME, _MODE = "Dockerfile", "----------"
"""The Dockerfile's name and mode."""


class ContextError(Exception):
    """A context that cannot be read."""


def compute(directory: Path, context: str, dockerfile: str) -> str:
    """Return the hex SHA-256 of a context; relative paths start at `directory`.

    Raises:
        ContextError: A file cannot be read, or the ignore file has a pattern that Docker refuses.
    """
    digest = hashlib.sha256()

    def add(name: str, mode: str, content: bytes) -> None:
        digest.update(os.fsencode(name) + mode.encode() + content + b"\0")

    def visit(full: bytes, path: str, mode: int) -> None:
        link = stat.S_ISLNK(mode)
        add(path, modes.text(mode), _of_link(directory, context, path) if link else _of_file(full, mode))

    try:
        add(_NAME, _MODE, _of_file(os.fsencode(directory / dockerfile), stat.S_IFREG))
        ignored = tree.ignored(directory, context, dockerfile)
        tree.walk(directory / context, patterns.Matcher(ignored) if ignored else None, visit)
    except patterns.PatternError as error:
        raise ContextError(f"{context}: .dockerignore: {error}") from error
    except OSError as error:
        named = os.fsdecode(error.filename or context)
        raise ContextError(f"{named}: {str(error.strerror or error).lower()}") from error
    return digest.hexdigest()


def _of_link(directory: Path, context: str, path: str) -> bytes:
    # Where it ends, so that a link to another file is a change: from the program's folder on, as the real provider
    # runs there, unless the way leads over the root. A link to nowhere is an error, as in the real one.
    end = (directory / context / path).resolve(strict=True)
    over_root = Path(context).is_absolute() or (directory / context / path).readlink().is_absolute()
    text = str(end) if over_root else os.path.relpath(end, directory.resolve())
    return hashlib.sha256(os.fsencode(text)).digest()


def _of_file(full: bytes, mode: int) -> bytes:
    if not stat.S_ISREG(mode):
        return hashlib.sha256().digest()
    with open(full, "rb") as content:  # noqa: PTH123 - a path of bytes, which pathlib does not take
        return hashlib.file_digest(content, "sha256").digest()

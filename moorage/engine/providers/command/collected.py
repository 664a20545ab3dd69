"""The files that a command left, by the patterns of `assetPaths` and `archivePaths`."""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections.abc import Iterator, Sequence
from pathlib import Path

from moorage.engine import values
from moorage.engine.assets import hashing
from moorage.engine.providers import protocol
from moorage.engine.providers.command import globs


def results(directory: Path, inputs: values.Values) -> values.Values:
    """Return `assets` (by path below the command's folder) and `archive`, each when its patterns were given.

    Raises:
        ProviderError: A pattern is none, or a file cannot be read.
    """
    found: values.Values = {}
    if inputs.get("assetPaths") is not None:
        found["assets"] = _assets(directory, inputs, "assetPaths")
    if inputs.get("archivePaths") is not None:
        archive = values.Archive(assets=dict(_assets(directory, inputs, "archivePaths")))
        found["archive"] = hashing.hashed(archive, directory)
    return found


def _assets(directory: Path, inputs: values.Values, key: str) -> dict[str, values.Asset]:
    # Without `dir` the real provider names the files from the root, with it as `dir` has them.
    given = inputs.get("dir")
    start = str(directory) if given is None else posixpath.normpath(given or ".")
    patterns: Sequence[str] = inputs[key]
    try:
        paths = globs.chosen(_files(directory / (given or "")), patterns)
        return {path: _asset(directory, posixpath.normpath(posixpath.join(start, path))) for path in paths}
    except globs.PatternError as error:
        raise protocol.ProviderError(f"{key}: {error}") from error
    except OSError as error:
        raise protocol.ProviderError(f"{key}: {error.filename}: {(error.strerror or str(error)).lower()}") from error


def _files(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root, onerror=_raise):
        folders.sort()
        for name in sorted(names):
            yield Path(folder, name).relative_to(root).as_posix()


def _asset(directory: Path, path: str) -> values.Asset:
    with (directory / path).open("rb") as content:
        return values.Asset(hashlib.file_digest(content, "sha256").hexdigest(), path=path)


def _raise(error: OSError) -> None:
    raise error

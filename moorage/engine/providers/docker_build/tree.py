"""The files of a build context in the order in which Docker takes them, without those that it ignores.

Source: tonistiigi/fsutil's walk, by which both of Pulumi's providers of images go.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from moorage.engine.providers.docker_build import patterns

Visit: TypeAlias = Callable[[bytes, str, int], None]
"""Takes the full path of a file, its path in the context, and its `st_mode`."""


class SkipRest(Exception):  # noqa: N818 - no error: it ends the walk of one folder
    """A file is gone, or points nowhere: the real walk passes over the rest of its folder, and so does this one."""


def walk(root: Path, matcher: patterns.Matcher | None, visit: Visit) -> None:
    """Visit each file that is not ignored."""
    _walk(visit, os.fsencode(root), "", matcher, None)


def is_folder(directory: Path, location: str) -> bool:
    """Tell whether a location, relative to `directory`, is a folder."""
    return bool(location) and (directory / location).is_dir()


def is_file(directory: Path, location: str) -> bool:
    """Tell whether it is there and no folder."""
    return bool(location) and (directory / location).exists() and not (directory / location).is_dir()


def ignored(directory: Path, context: str, dockerfile: str) -> list[str]:
    """Return the patterns of the ignore file that counts: the Dockerfile's own, else the context's."""
    # With an inline Dockerfile the first name is `.dockerignore` of the working directory: so it is in the real one.
    candidates = [f"{dockerfile}.dockerignore"]
    if is_folder(directory, context):
        candidates.append(f"{context}/.dockerignore")
    for candidate in candidates:
        try:
            return patterns.read((directory / candidate).read_bytes())
        except FileNotFoundError:
            continue
    return []


def _walk(
    visit: Visit, root: bytes, folder: str, matcher: patterns.Matcher | None, parent: Sequence[bool] | None
) -> None:
    names = sorted(os.listdir(os.path.join(root, os.fsencode(folder))))  # noqa: PTH118, PTH208 - bytes: order and names are Go's
    for name in names:
        path = f"{folder}/{os.fsdecode(name)}" if folder else os.fsdecode(name)
        try:
            _visit(visit, root, path, matcher, parent)
        except SkipRest:
            return


def _visit(
    visit: Visit, root: bytes, path: str, matcher: patterns.Matcher | None, parent: Sequence[bool] | None
) -> None:
    full = os.path.join(root, os.fsencode(path))  # noqa: PTH118 - a path of bytes, which pathlib does not take
    mode = os.lstat(full).st_mode
    out, seen = matcher.below(path, parent) if matcher else (False, None)
    if stat.S_ISDIR(mode):
        if matcher is None or not out or matcher.may_hold_exceptions(path):
            _walk(visit, root, path, matcher, seen)
    elif not out:
        visit(full, path, mode)

"""Selection: which files of an application enter its build. What is not chosen stays out."""

from __future__ import annotations

import os
import pathlib
import re
from collections.abc import Callable, Iterator, Sequence

from components.core.errors import SettingsError
from components.images import bases, dockerignore, staging

NEVER = tuple(
    re.compile(dockerignore.compiled(glob).pattern, re.DOTALL | re.IGNORECASE)
    for glob in (
        "**/.*",
        "**/__pycache__",
        "**/*.py[cod]",
        "**/*.egg-info",
        "**/node_modules",
        "**/venv",
        "**/*.pem",
        "**/*.key",
        "**/*.p12",
        "**/*.pfx",
        "**/*.jks",
        "**/*.kdbx",
        "**/*.ppk",
        "**/*.keystore",
        "**/id_rsa*",
        "**/id_dsa*",
        "**/id_ed25519*",
        "**/id_ecdsa*",
    )
)
"""Hidden files (`.env`, `.git`, caches), keys and what tools leave behind, in capitals or not.

Only its own path, written out, gets one in: neither a glob nor a link to it does.
"""

_MAGIC = re.compile(r"[*?\[]")

Default = Callable[[str], bool]
"""Says of a path, relative to the source and joined by slashes, whether it enters when no globs are given."""


def select(folder: pathlib.Path, globs: Sequence[str], default: Default, path: str) -> list[staging.File]:
    """Return the chosen files of `folder`, sorted, with paths relative to it.

    `globs` come from `<path>.files`; the folder's own `.dockerignore` always applies.

    Raises:
        SettingsError: a glob that is none or chooses nothing, nothing chosen at all, a link that leaves the folder.
    """
    rules = _rules(folder, path)
    chosen = _by_globs(folder, globs, f"{path}.files") if globs else _by_default(folder, default)
    names = sorted(
        name
        for name in chosen
        if not (dockerignore.ignored(name, rules) or dockerignore.ignored(_real(folder, name), rules))
    )
    if not names:
        raise SettingsError(f"{path}.files", "no file of the source enters the image; name them by globs")
    return [_read(folder, name, path) for name in names]


def _rules(folder: pathlib.Path, path: str) -> list[dockerignore.Rule]:
    file = folder / staging.IGNORE
    try:
        return dockerignore.parse(file.read_text(encoding="utf-8")) if file.is_file() else []
    except (ValueError, OSError) as error:
        raise SettingsError(f"{path}.source", f"{staging.IGNORE}: {error}") from None


def _by_default(folder: pathlib.Path, default: Default) -> set[str]:
    return {name for name in _walk(folder) if default(name)}


def _by_globs(folder: pathlib.Path, globs: Sequence[str], path: str) -> set[str]:
    chosen: set[str] = set()
    everything = list(_walk(folder))
    for number, glob in enumerate(globs):
        plain = glob.rstrip("/").removeprefix("./")
        if not _MAGIC.search(plain) and (folder / plain).is_file():
            real = _real(folder, plain)
            if any(parent.is_symlink() for parent in (folder / plain).parents if folder in parent.parents):
                raise SettingsError(f"{path}.{number}", f"{glob!r} goes through a link; write out the path of the file")
            if real != plain and not may_enter(real):
                problem = f"{glob!r} is a link to {real}, which enters only when its own path is written out"
                raise SettingsError(f"{path}.{number}", problem)
            found = {plain}
        else:
            found = {name for name in everything if _matches(name, plain, f"{path}.{number}")}
        if not found:
            raise SettingsError(f"{path}.{number}", f"{glob!r} matches no file of the source")
        chosen |= found
    return chosen


def _matches(name: str, glob: str, path: str) -> bool:
    try:
        return dockerignore.ignored(name, [dockerignore.Rule(dockerignore.compiled(glob), keep=False)])
    except ValueError as error:
        raise SettingsError(path, str(error)) from None


def _walk(folder: pathlib.Path) -> Iterator[str]:
    """Yield all files that may enter by a glob or a default."""
    for parent, directories, files in os.walk(folder):
        inside = pathlib.Path(parent).relative_to(folder)
        directories[:] = sorted(name for name in directories if may_enter((inside / name).as_posix()))
        paths = ((inside / name).as_posix() for name in sorted(files))
        yield from (name for name in paths if may_enter(name) and may_enter(_real(folder, name)))


def may_enter(name: str) -> bool:
    """Say whether a path may enter without being written out."""
    return not any(never.fullmatch(name) for never in NEVER)


def _real(folder: pathlib.Path, name: str) -> str:
    """Return what a link inside the folder leads to, and anything else as it is."""
    if not (folder / name).is_symlink():
        return name
    found, root = (folder / name).resolve(), folder.resolve()
    return found.relative_to(root).as_posix() if found.is_relative_to(root) else name


def _read(folder: pathlib.Path, name: str, path: str) -> staging.File:
    file = folder / name
    if not file.resolve().is_relative_to(folder.resolve()):
        raise SettingsError(f"{path}.source", f"{name} leads outside the folder")
    if name.partition("/")[0] == bases.FOLDER:
        raise SettingsError(f"{path}.files", f"{name}: no path may start with {bases.FOLDER}")
    try:
        return staging.File(name, file.read_bytes(), executable=bool(file.stat().st_mode & 0o100))
    except OSError as error:
        raise SettingsError(f"{path}.source", f"{name}: {(error.strerror or str(error)).lower()}") from None

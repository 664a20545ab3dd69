"""requirements.txt and what it includes: whether all is pinned and hashed, and what a build cannot take.

Every option that pip knows in such a file is honoured or refused by its name. A folder of the source (`-e .`) is no
package of an index: it leaves the file, and is installed as the project that it is.
"""

from __future__ import annotations

from components.images import staging
from components.images.python.sources import reqline
from components.images.python.sources.dependencies import Dependencies
from components.images.python.sources.request import Request

NAME = "requirements.txt"
TOGETHER = "moorage-requirements.txt"
"""Includes what the user names, where that is more than one file."""


def read(request: Request) -> tuple[Dependencies, frozenset[str]]:
    """Return the file with all it includes, and the normalised names of the packages that it asks for.

    Raises:
        SettingsError: with file and line of what a build cannot take.
    """
    request.check_parts((), ())
    found: dict[str, staging.File] = {}
    lines: list[reqline.Line] = []
    todo = [(name, False) for name in (request.file, *request.others)]
    while todo:
        name, constraint = todo.pop()
        if name in found:
            continue
        given = _content(request, name)
        here = list(reqline.read(request, name, given, constraint=constraint))
        found[name] = staging.File(name, _without_folders(given, here))
        lines += here
        todo += [(line.includes, line.constraint) for line in here if line.includes]
    asked = [line for line in lines if line.requirement and not line.constraint]
    hashed = any(line.hashed or "--require-hashes" in line.options for line in lines)
    if hashed:
        _check_hashes(request, asked)
    pinned = {line.name for line in lines if line.pinned}
    folders = sorted({line.folder for line in lines if line.folder}, key=lambda folder: (folder == ".", folder))
    dependencies = Dependencies(
        ", ".join([request.file, *request.others]),
        (*(found[name] for name in sorted(found)), *([_together(request)] if request.others else [])),
        (TOGETHER if request.others else request.file) if asked else "",
        hashed=hashed,
        pinned=all(line.name in pinned for line in asked),
        projects=tuple(folders),
    )
    return dependencies, frozenset(line.name for line in asked)


def _together(request: Request) -> staging.File:
    names = [request.file, *request.others]
    return staging.File(TOGETHER, "".join(f"--requirement {name}\n" for name in names).encode())


def _content(request: Request, name: str) -> bytes:
    file = (request.folder / name).resolve()
    if not file.is_relative_to(request.folder.resolve()):
        raise request.refuse(f"includes {name}, which is outside the source")
    try:
        return file.read_bytes()
    except OSError as error:
        raise request.refuse(f"{name}: {(error.strerror or str(error)).lower()}") from None


def _without_folders(content: bytes, lines: list[reqline.Line]) -> bytes:
    away = {line.number for line in lines if line.folder}
    kept = (line for number, line in enumerate(content.splitlines(keepends=True), 1) if number not in away)
    return b"".join(kept) if away else content


def _check_hashes(request: Request, asked: list[reqline.Line]) -> None:
    """Check that all have a hash when one has: pip would refuse the others, and what they need."""
    for line in asked:
        if not line.hashed and not line.marker:
            raise request.refuse(f"{line.where}: {line.name} has no hash, and others have; all or none")

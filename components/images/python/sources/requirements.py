"""requirements.txt: which files belong to it, whether it is locked by hashes, and what a build cannot take."""

from __future__ import annotations

import pathlib
import re

from components.core.errors import SettingsError
from components.images import staging

NAME = "requirements.txt"

_INCLUDE = re.compile(r"^(?:-r|-c|--requirement|--constraint)(?:\s+|=)(?P<file>\S+)")
_CREDENTIALS = re.compile(r"://[^/\s@]*:[^/\s@]*@")
_LOCAL = re.compile(r"^(?:-e\b|--editable\b|file:|\.{0,2}/|\.$)|@\s*file:")
_REVISION = re.compile(r"(?:^|@\s*)(?:git|hg|svn|bzr)\+")


def read(folder: pathlib.Path, path: str) -> tuple[list[staging.File], bool]:
    """Return the file and all it includes, and whether every installed file is checked by its hash.

    Raises:
        SettingsError: at `path`, with file and line of what a build cannot take.
    """
    found: dict[str, staging.File] = {}
    todo = [NAME]
    hashed = False
    while todo:
        name = todo.pop()
        if name in found:
            continue
        content = _content(folder, name, path)
        found[name] = staging.File(name, content)
        for number, line in enumerate(_lines(content), 1):
            _refuse(line, f"{name}:{number}", path)
            hashed = hashed or "--hash=" in line
            if include := _INCLUDE.match(line):
                todo.append((pathlib.PurePosixPath(name).parent / include["file"]).as_posix())
    return [found[name] for name in sorted(found)], hashed


def _content(folder: pathlib.Path, name: str, path: str) -> bytes:
    file = (folder / name).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise SettingsError(path, f"{NAME} includes {name}, which is outside the source")
    try:
        return file.read_bytes()
    except OSError as error:
        raise SettingsError(path, f"{name}: {(error.strerror or str(error)).lower()}") from None


def _lines(content: bytes) -> list[str]:
    return [line.strip() for line in content.decode("utf-8", errors="replace").splitlines()]


def _refuse(line: str, where: str, path: str) -> None:
    if line.startswith("#"):
        return
    if _CREDENTIALS.search(line):
        raise SettingsError(
            path, f"{where}: credentials in a URL; put the index's URL in a secret and name it at index"
        )
    if _LOCAL.search(line):
        raise SettingsError(path, f"{where}: a local path cannot be installed; only packages of an index can")
    if _REVISION.search(line):
        raise SettingsError(path, f"{where}: a repository cannot be installed; only packages of an index can")

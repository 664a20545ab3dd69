"""Which file of a project lists its dependencies: the only one there is, or the one that the user names."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

from components.core.errors import SettingsError
from components.images.python.sources import poetrylock, pylock, pyproject, requirements, tables, uvlock
from components.images.python.sources.request import Request

NONE = "none"
KNOWN = (requirements.NAME, uvlock.NAME, poetrylock.NAME, "pylock.toml", pyproject.NAME, NONE)
_OF_PIP = (".txt", ".in")
FOREIGN = {
    "pdm.lock": "pdm export --format pylock --output pylock.toml",
    "Pipfile.lock": "pipenv requirements --hash > requirements.txt",
}
"""What other tools keep, and the command that makes of it a file that is read here."""


def find(folder: pathlib.Path, given: Sequence[str] | None, path: str) -> tuple[str, ...]:
    """Return the file that counts, relative to `folder`, or several of pip's; `none` where the user says so.

    Raises:
        SettingsError: none is there, or several that exclude each other, or the named one cannot be read here.
    """
    where = f"{path}.dependencies"
    if given is not None:
        return _several(folder, given, where)
    locks = [name for name in KNOWN[:4] if (folder / name).is_file()]
    if len(locks) > 1:
        both = f"{', '.join(locks[:-1])} and {locks[-1]}"
        raise SettingsError(
            where, f"{both} are {'both' if len(locks) == 2 else 'all'} there; choose one", [*locks, NONE]
        )
    if locks:
        return (locks[0],)
    for name in FOREIGN:
        if (folder / name).is_file():
            raise _foreign(name, where)
    if declared := tables.there(Request(folder, pyproject.NAME, path)):
        return (declared,)
    raise SettingsError(where, f"no file lists them{_near(folder)}", KNOWN)


def _several(folder: pathlib.Path, given: Sequence[str], where: str) -> tuple[str, ...]:
    if len(given) == 1:
        return (_named(folder, given[0], where),)
    for number, name in enumerate(given):
        if not name.endswith(_OF_PIP):
            raise SettingsError(f"{where}.{number}", f"{name!r} is no requirements file; only those can be several")
    return tuple(_named(folder, name, f"{where}.{number}") for number, name in enumerate(given))


def _named(folder: pathlib.Path, given: str, where: str) -> str:
    name = pathlib.PurePosixPath(given).name
    if given == NONE:
        return given
    if name in FOREIGN:
        raise _foreign(given, where)
    listed = name.endswith(_OF_PIP)
    if not listed and name not in (*KNOWN, tables.SETUP) and not pylock.NAME.fullmatch(name):
        raise SettingsError(where, f"{given!r} is not a file that is read here", KNOWN, given)
    if not listed and name != given:
        raise SettingsError(where, f"{given}: set source to its folder", KNOWN)
    if not (folder / given).resolve().is_relative_to(folder.resolve()):
        raise SettingsError(where, f"{given!r} should be a path inside the source")
    if not (folder / given).is_file():
        raise SettingsError(where, f"{given}: no such file or directory")
    return given


def _foreign(given: str, where: str) -> SettingsError:
    command = FOREIGN[pathlib.PurePosixPath(given).name]
    return SettingsError(where, f"{given} is not read here; make a file of it that is, by: {command}", KNOWN)


def _near(folder: pathlib.Path) -> str:
    """Return what may be meant: one of several files, the lock of the workspace above, or what only a program tells."""
    inside = [*sorted(folder.glob("*requirements*.txt")), *sorted((folder / "requirements").glob("*.txt"))]
    inside += sorted(folder.glob("pylock.*.toml"))
    if inside:
        return f" by default; name one of {', '.join(file.relative_to(folder).as_posix() for file in inside[:5])}"
    for level, parent in enumerate(list(folder.parents)[:3], 1):
        if (parent / uvlock.NAME).is_file():
            return f"; {'../' * level}{uvlock.NAME} is a workspace's: set source to its folder, member to this project"
    if (folder / "setup.py").is_file():
        return "; setup.py would have to be run to know: write them to a requirements.txt"
    return ""

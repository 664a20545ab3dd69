"""Sources: every way a Python project keeps its dependencies, one file a style. Pure: files are read, nothing else.

`python` is the base's version as its name tells it (`3.11` or `3.11.4`; empty: it does not), `machines` what
`platform.machine()` says wherever the image is to run, `path` its place in the stack file (`images.web.python`).
"""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Sequence

from components.core.errors import SettingsError
from components.images import staging
from components.images.python.settings import PythonSettings
from components.images.python.sources import (
    agreement,
    choice,
    locked,
    poetrylock,
    pylock,
    pyproject,
    requirements,
    tables,
    unlocked,
    uvlock,
)
from components.images.python.sources.dependencies import NAME, Dependencies
from components.images.python.sources.request import Request

__all__ = ["Dependencies", "check", "read"]


def read(
    settings: PythonSettings, folder: pathlib.Path, python: str, machines: Sequence[str], path: str
) -> Dependencies:
    """Return what is to be installed from the project in `folder`.

    Raises:
        SettingsError: below `path`: no file lists the dependencies, several disagree, or one cannot be installed from.
    """
    found = _found(settings, folder, python, machines, path)
    if found.pinned or settings.unlocked is not None:
        return found
    note = f"{found.source} does not pin versions: what is installed depends on the day of the build"
    return dataclasses.replace(found, notes=(*found.notes, note))


def _found(
    settings: PythonSettings, folder: pathlib.Path, python: str, machines: Sequence[str], path: str
) -> Dependencies:
    file, *others = choice.find(folder, settings.dependencies, path)
    request = Request(
        folder, file, path, python, machines, settings.extras, settings.groups, settings.member or "", others
    )
    if settings.member and file != uvlock.NAME:
        raise SettingsError(f"{path}.member", f"{file} is of one project; only {uvlock.NAME} has members")
    try:
        return _asked(request, settings)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        # A table where a list should be, a name that is missing: files of others can be wrong in every way.
        said = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise request.refuse(f"is not in the form that is known, or {pyproject.NAME} is not: {said}") from None


def _asked(request: Request, settings: PythonSettings) -> Dependencies:
    file = request.file
    own = (".",) if pyproject.is_package(request.folder) else ()
    if file == choice.NONE:
        request.check_parts((), ())
        return Dependencies(projects=own)
    if file == uvlock.NAME:
        return _locked(request, uvlock.read(request), settings)
    if file == poetrylock.NAME:
        return _locked(request, poetrylock.read(request), settings)
    if pylock.NAME.fullmatch(file):
        return _locked(request, pylock.read(request), settings)
    if file in (pyproject.NAME, tables.SETUP):
        text = unlocked.read(request)
        files = (staging.File(NAME, text.encode()),) if text else ()
        return Dependencies(file, files, NAME if text else "", pinned=not text, projects=own)
    return _listed(request, settings, own)


def check(settings: PythonSettings, found: Dependencies, path: str, profile: str) -> None:
    """Check that what is installed does not depend on the day, where that counts.

    Raises:
        SettingsError: in prod, when it does and nobody said why.
    """
    if settings.unlocked is not None and found.pinned:
        raise SettingsError(
            f"{path}.unlocked", f"{found.source or 'the project'} has a version for everything; leave it out"
        )
    if profile == "prod" and not found.pinned and settings.unlocked is None:
        problem = f"{found.source} does not pin versions, so what is installed depends on the day"
        raise SettingsError(
            f"{path}.dependencies",
            f"{problem}; lock it (uv lock, poetry lock, pip-compile), or say why not at unlocked",
        )


def _locked(request: Request, found: locked.Locked, settings: PythonSettings) -> Dependencies:
    text = locked.text(found, indexed=settings.index is not None) if found.packages else ""
    files = (staging.File(NAME, text.encode()),) if text else ()
    return Dependencies(
        request.file,
        files,
        NAME if text else "",
        hashed=bool(text),
        complete=True,
        projects=found.projects,
        apart=found.apart,
    )


def _listed(request: Request, settings: PythonSettings, own: tuple[str, ...]) -> Dependencies:
    found, names = requirements.read(request)
    if settings.dependencies is None:
        agreement.check(request, names)
    return dataclasses.replace(found, projects=found.projects or own)

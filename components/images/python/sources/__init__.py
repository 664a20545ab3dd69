"""Sources: every way a Python project keeps its dependencies, one file a style. Pure: files are read, nothing else.

`python` is the base's version as its name tells it (`3.11` or `3.11.4`; empty: it does not), `machine` what
`platform.machine()` says where the image runs, `path` the image's place in the stack file (`images.web.python`).
"""

from __future__ import annotations

import pathlib

from components.core.errors import SettingsError
from components.images import staging
from components.images.python.settings import PythonSettings
from components.images.python.sources import requirements, uvlock
from components.images.python.sources.dependencies import NAME, Dependencies

__all__ = ["Dependencies", "read"]


def read(settings: PythonSettings, folder: pathlib.Path, python: str, machine: str, path: str) -> Dependencies:
    """Return what is to be installed from the project in `folder`.

    Raises:
        SettingsError: below `path`: no file lists the dependencies, several disagree, or one cannot be installed from.
    """
    where = f"{path}.dependencies"
    found = [name for name in (requirements.NAME, uvlock.NAME) if (folder / name).is_file()]
    if settings.dependencies is None and len(found) != 1:
        problem = "requirements.txt and uv.lock are both there; choose one" if found else "no file lists them"
        raise SettingsError(where, problem, [requirements.NAME, uvlock.NAME, "none"])
    chosen = settings.dependencies or found[0]
    if chosen == "none":
        return Dependencies()
    if chosen == requirements.NAME:
        files, hashed = requirements.read(folder, where)
        return Dependencies(chosen, tuple(files), requirements.NAME, hashed=hashed)
    if not python:
        problem = "uv.lock needs a base whose name tells Python's version, such as python:3.11-slim-bookworm"
        raise SettingsError(f"{path}.base", problem)
    lines = uvlock.requirements(folder, python, machine, where)
    return Dependencies(chosen, (staging.File(NAME, lines.encode()),), NAME if lines else "", hashed=bool(lines))

"""What a reader is asked: which project, which file, for which Python, with which parts of it."""

from __future__ import annotations

import pathlib
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from packaging import specifiers, utils

from components.core.errors import SettingsError
from components.images.python.sources import environment


@dataclass(frozen=True)
class Request:
    """One question to one reader."""

    folder: pathlib.Path
    file: str
    """Path of the file, relative to the folder."""
    path: str
    """The image's place in the stack file: `images.web.python`."""
    python: str = ""
    machines: Sequence[str] = ("",)
    """What the image is for, as `platform.machine()` says there; at least one."""
    extras: Sequence[str] = ()
    groups: Sequence[str] = ()
    member: str = ""
    others: Sequence[str] = ()
    """Further files, of pip's, that count like the first one."""

    def refuse(self, problem: str, allowed: Collection[str] = (), given: str | None = None) -> SettingsError:
        """Return the error that says what is wrong with the file, in one line."""
        return SettingsError(f"{self.path}.dependencies", f"{self.file}: {' '.join(problem.split())}", allowed, given)

    def toml(self, name: str = "") -> dict[str, Any]:
        """Return the content of a TOML file of the folder, this one by default.

        Raises:
            SettingsError: it cannot be read.
        """
        name = name or self.file
        try:
            return tomllib.loads((self.folder / name).read_text(encoding="utf-8"))
        except OSError as error:
            problem = f"{name}: {(error.strerror or str(error)).lower()}"
        except ValueError as error:
            problem = f"{name} cannot be read: {error}"
        raise SettingsError(f"{self.path}.dependencies", problem)

    def check_parts(self, extras: Collection[str], groups: Collection[str]) -> None:
        """Check that the extras and groups that are asked for are known.

        Raises:
            SettingsError: at the first one that is not.
        """
        for word, wanted, known in (("extra", self.extras, extras), ("group", self.groups, groups)):
            names = {str(utils.canonicalize_name(name)) for name in known}
            for number, name in enumerate(wanted):
                if utils.canonicalize_name(name) not in names:
                    problem = f"{self.file} has no {word} {name!r}" + ("" if names else "; it has none at all")
                    raise SettingsError(f"{self.path}.{word}s.{number}", problem, names, name)

    def check_python(self, *allowed: str) -> None:
        """Check that the base's Python is known, and that one of the specifiers allows it; none: any Python will do.

        Raises:
            SettingsError: at the base, or the specifier is none.
        """
        if not self.python:
            problem = f"{self.file} needs a base whose name tells Python's version, such as python:3.11-slim-bookworm"
            raise SettingsError(f"{self.path}.base", problem)
        try:
            fits = not allowed or any(environment.allows(specifier, self.python) for specifier in allowed)
        except specifiers.InvalidSpecifier as error:
            raise self.refuse(str(error)) from None
        if not fits:
            problem = f"{self.file} requires Python {' or '.join(allowed)}, and the base has {self.python}"
            raise SettingsError(f"{self.path}.base", problem)

    def inside(self, name: str, folder: str) -> str:
        """Return the folder of a local project, which has to be one of the source.

        Raises:
            SettingsError: it is elsewhere.
        """
        found = (self.folder / folder).resolve()
        if pathlib.PurePosixPath(folder).is_absolute() or not found.is_relative_to(self.folder.resolve()):
            raise self.refuse(f"{name} is in {folder}, outside the source; set source to a folder that holds both")
        if not found.is_dir():
            raise self.refuse(f"{name} should be in {folder}, which is not there")
        return pathlib.PurePosixPath(folder).as_posix()

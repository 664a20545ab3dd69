"""Project: where a program's files are. Paths in settings are relative to its root."""

from __future__ import annotations

import os
import pathlib
from dataclasses import dataclass

from components.core.errors import SettingsError
from components.core.naming import Scope


@dataclass(frozen=True)
class Project:
    """The root folder (it holds Pulumi.yaml), the program's working directory, and the names."""

    root: pathlib.Path
    directory: pathlib.Path
    scope: Scope

    def path(self, setting: str, path: str) -> pathlib.Path:
        """Return the absolute path of a relative `setting`.

        Raises:
            SettingsError: at `path`, when it is absolute, leaves the root, or is not there.
        """
        found = (self.root / setting).resolve()
        if pathlib.PurePath(setting).is_absolute() or not found.is_relative_to(self.root.resolve()):
            raise SettingsError(path, f"{setting!r} should be a path inside the project, relative to its root")
        if not found.exists():
            raise SettingsError(path, f"{setting!r} does not exist")
        return found

    def relative(self, path: pathlib.Path) -> str:
        """Return `path` as the program's working directory sees it, so that no checkout path enters the state."""
        return os.path.relpath(path, self.directory)

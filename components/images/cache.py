"""Where root file systems made on this machine are kept: outside the project, so that every clone uses the same."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Mapping


def folder(environment: Mapping[str, str] = os.environ) -> pathlib.Path:
    """Return the folder of local bases: $XDG_CACHE_HOME or ~/.cache, then `moorage/bases`."""
    given = environment.get("XDG_CACHE_HOME", "")
    home = pathlib.Path(given) if pathlib.PurePath(given).is_absolute() else pathlib.Path.home() / ".cache"
    return home / "moorage" / "bases"

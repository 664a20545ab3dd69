"""Where plugins are: on PATH, or where the Pulumi CLI installs them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FOLDER: Final = re.compile(r"resource-(?P<package>.+?)-v(?P<version>\d+\.\d+\.\d+.*)")
_PREFIX: Final = "pulumi-resource-"


@dataclass(frozen=True)
class Place:
    """One plugin; no version: it was found on PATH."""

    package: str
    binary: Path
    version: str = ""


def installed(environment: Mapping[str, str] = os.environ) -> list[Place]:
    """Return the plugins that the CLI has installed for this user, by package and version."""
    home = Path(environment.get("PULUMI_HOME") or Path.home() / ".pulumi")
    found = [
        Place(match["package"], binary, match["version"])
        for folder in sorted((home / "plugins").glob("resource-*-v*"))
        if (match := _FOLDER.fullmatch(folder.name))
        and (binary := folder / f"{_PREFIX}{match['package']}").is_file()
        and not Path(f"{folder}.partial").exists()
    ]
    return sorted(found, key=lambda place: (place.package, _order(place.version)))


def find(package: str, version: str = "", environment: Mapping[str, str] = os.environ) -> Place | None:
    """Return the plugin of a package: that on PATH, else the newest installed one that is not older than `version`."""
    ambient = shutil.which(f"{_PREFIX}{package}", path=environment.get("PATH"))
    if ambient:
        return Place(package, Path(ambient))
    fitting = [
        place
        for place in installed(environment)
        if place.package == package and (not version or _order(place.version) >= _order(version))
    ]
    return fitting[-1] if fitting else None


def _order(version: str) -> tuple[list[int], bool, str]:
    """Return what versions are ordered by: a pre-release comes before its release."""
    numbers, _, rest = version.removeprefix("v").partition("-")
    return [int(part) for part in re.findall(r"\d+", numbers.split("+")[0])], not rest, rest

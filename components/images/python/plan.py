"""From settings to a build: what is checked, which bases it stands on, and what enters the context."""

from __future__ import annotations

import dataclasses
import pathlib
import re
from collections.abc import Mapping

from components.core.errors import SettingsError
from components.core.project import Project
from components.images import bases, certificates, reference, selection, staging
from components.images.python import chosen, layout, sources, stages
from components.images.python.settings import PythonSettings

SCRIPTS = pathlib.Path(__file__).parent / "scripts"
"""Programs that run inside a build, and the probe that the image keeps."""

MACHINES = {"linux/amd64": "x86_64", "linux/arm64": "aarch64"}
"""What Python's `platform.machine()` says there."""


def check(settings: PythonSettings, folder: pathlib.Path, path: str, profile: str, project: Project) -> None:
    """Check all that can be known before anything starts.

    Raises:
        SettingsError: with the path of the first mistake.
    """
    reference.check(settings.base, f"{path}.base", profile)
    found = _dependencies(settings, folder, "linux/amd64", path)  # the lines differ elsewhere, the mistakes do not
    sources.check(settings, found, path, profile)
    selection.select(folder, settings.files, chosen.default(folder, found.apart), path)
    if settings.ca_bundle not in ("host", "none"):
        certificates.of_file(project.path(settings.ca_bundle, f"{path}.ca_bundle"), f"{path}.ca_bundle")


def secrets(settings: PythonSettings) -> dict[str, str]:
    """Return the names of the secrets that the build reads, by setting."""
    return {"index": settings.index} if settings.index is not None else {}


def names(settings: PythonSettings, folder: pathlib.Path) -> tuple[bases.Wanted, ...]:
    """Return the base that the image stands on, with the Debian packages that are wanted in it."""
    del folder
    run, build = (tuple(sorted(set(names))) for names in (settings.packages.run, settings.packages.build))
    return (bases.Wanted(settings.base, run, build),)


def context(
    settings: PythonSettings,
    folder: pathlib.Path,
    base: bases.Base,
    path: str,
    platform: str,
    labels: Mapping[str, str],
) -> staging.Context:
    """Return the whole context; `platform` is what the image is for, as `os/architecture`.

    Raises:
        SettingsError: the source cannot be built.
    """
    found = _dependencies(settings, folder, platform, path)
    app = {
        file.path: file for file in selection.select(folder, settings.files, chosen.default(folder, found.apart), path)
    }
    entries: list[staging.Entry] = [*bases.files(base)]
    entries += [staging.File(f"app/{file.path}", file.content, file.executable) for file in app.values()]
    entries += [staging.File(f"{layout.LOCKED}/{file.path}", file.content) for file in found.files]
    entries += [staging.File(f"{layout.SCRIPTS}/{file.name}", file.read_bytes()) for file in _scripts()]
    if isinstance(base, bases.Local) and base.pip is not None:
        entries.append(bases.linked(f"{layout.SCRIPTS}/pip.whl", base.pip))
    others: list[staging.File] = []
    if found.projects:
        needed = selection.select(folder, (), chosen.built(folder, found.projects, found.apart), path)
        others = [file for file in needed if file.path not in app]
        entries += [staging.File(f"{layout.PROJECT}/{file.path}", file.content, file.executable) for file in others]
    file = stages.dockerfile(settings, base, labels, found, beside=bool(others))
    return staging.Context(str(file), entries, reasons=file.reasons, notes=found.notes)


def python_version(settings: PythonSettings) -> str:
    """Return `3.11` of `python:3.11-...`; empty when the base's name does not tell."""
    given = reference.parse(settings.base, "base")
    found = re.match(r"(\d+\.\d+)(?:\D|$)", given.tag)
    return found[1] if found and given.repository.rpartition("/")[2] == "python" else ""


def _scripts() -> list[pathlib.Path]:
    return sorted(SCRIPTS.glob("*.py"))


def _dependencies(settings: PythonSettings, folder: pathlib.Path, platform: str, path: str) -> sources.Dependencies:
    machines = [MACHINES.get(one, "") for one in settings.platforms or [platform]]
    found = sources.read(settings, folder, python_version(settings), machines, path)
    if settings.install is False:
        return dataclasses.replace(found, projects=())
    if settings.install and not found.projects:
        problem = "nothing to install: the source has no pyproject.toml with [build-system], and no setup.py"
        raise SettingsError(f"{path}.install", problem)
    return found

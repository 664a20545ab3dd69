"""What can be known of an image that somebody else built before anything starts."""

from __future__ import annotations

import hashlib
import json
import pathlib

from components.core.errors import SettingsError
from components.core.project import Project
from components.images import bases, contract, lock, reference
from components.images import record as records
from components.images.existing import archive, holds
from components.images.existing.settings import ExistingSettings
from components.images.record import Record
from components.images.says import Says


def check(settings: ExistingSettings, folder: pathlib.Path, path: str, profile: str, project: Project) -> None:
    """Check all that can be known before anything starts: what the file says, or what `images.lock` has recorded.

    Raises:
        SettingsError: with the path of the first mistake.
    """
    del folder  # there is no source
    contract.refuse_http(settings.checks, path)
    if settings.ref is not None:
        reference.check(settings.ref, f"{path}.ref", profile)
    if (found := says(settings, path, project)) is not None:
        holds.check(found, settings, path)


def says(settings: ExistingSettings, path: str, project: Project) -> Says | None:
    """Return what the image says of itself; None: nobody has looked at it yet.

    Raises:
        SettingsError: the archive cannot be read.
    """
    if settings.archive is not None:
        return read(settings, path, project).says
    name = pinned(settings, path, project)
    return lock.read(project.root).inspected.get(name) if name else None


def read(settings: ExistingSettings, path: str, project: Project) -> archive.Archive:
    """Return the archive, read.

    Raises:
        SettingsError: it is not there, or no image's archive.
    """
    given = settings.archive or ""
    file = project.path(given, f"{path}.archive")
    try:
        return archive.read(file)
    except archive.ArchiveError as error:
        raise SettingsError(f"{path}.archive", f"{given}: {error}") from None


def pinned(settings: ExistingSettings, path: str, project: Project) -> str:
    """Return `repository@digest` of a `ref`; empty: its tag is not decided yet."""
    if settings.ref is None:
        return ""
    given = reference.parse(settings.ref, f"{path}.ref")
    decided = lock.read(project.root).shared.get(settings.ref)
    digest = given.digest or (decided.digest if decided else "")
    return f"{given.canonical}@{digest}" if digest else ""


def record(settings: ExistingSettings, path: str, project: Project) -> Record:
    """Return what a preview compares: the image by digest, and what is stated of it."""
    identity = pinned(settings, path, project) if settings.archive is None else read(settings, path, project).id
    stated = records.settings(settings.model_dump(mode="json", exclude_defaults=True))
    digest = identity.rpartition("@")[2]
    origin = settings.archive or settings.ref or ""
    key = hashlib.sha256(json.dumps([digest, stated], sort_keys=True).encode()).hexdigest()[:12]
    return {"key": key, "files": {}, "bases": {origin: digest[:19]}, "settings": stated}


def secrets(settings: ExistingSettings) -> dict[str, str]:
    """Return the names of the secrets that the build reads: there is no build."""
    del settings
    return {}


def names(settings: ExistingSettings, folder: pathlib.Path) -> tuple[bases.Wanted, ...]:
    """Return what has to be in the locks: the image itself, when it is one of a registry."""
    del folder
    return (bases.Wanted(settings.ref, whole=True),) if settings.ref is not None else ()

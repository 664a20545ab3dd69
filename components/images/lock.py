"""Locks: what each base name resolved to. Shared decisions are committed, those of this machine are ignored by git."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import pydantic

from components.core import validation
from components.core.errors import SettingsError
from components.core.model import Model
from components.images import bases, reference

SHARED = "images.lock"
OWN = "images.local.lock"
COMMAND = "moorage images lock"

Sha256 = Annotated[str, pydantic.StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Pinned(Model):
    """A decision for everybody: an image of a registry."""

    repository: str
    """With its registry: `docker.io/library/python`."""
    digest: Annotated[str, pydantic.StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
    """Of the image, or of the index when it is there for several platforms."""
    platform: str
    """What was asked for, as `os/architecture`."""
    date: str
    """When it was decided, as ISO 8601."""


class Archive(Model):
    """A file of this machine's cache."""

    sha256: Sha256
    size: int
    """Bytes."""


class Toolchain(Model):
    """A second root file system, for the stages of a build that compile."""

    root: Archive
    packages: dict[str, str]
    """Version of each Debian package in it."""


class Made(Model):
    """A decision of this machine: a root file system made from Debian packages."""

    recipe: str
    """How it was made; see `recipes`."""
    suite: str
    """Debian's release, by code name."""
    platform: str
    """`os/architecture`."""
    root: Archive
    """The root file system, a compressed tar archive."""
    unpacker: Archive
    """The program that unpacks it into an empty stage."""
    pip: Archive | None = None
    """The wheel of pip from the same release."""
    packages: dict[str, str]
    """Version of each Debian package in it."""
    toolchain: Toolchain | None = None
    """What compiles for it; None: nothing was asked for."""
    date: str
    """When it was made, as ISO 8601."""


class SharedFile(Model):
    """`images.lock`."""

    version: Annotated[int, pydantic.Field(ge=1, le=1)] = 1
    bases: dict[str, Pinned] = pydantic.Field(default_factory=dict)


class OwnFile(Model):
    """`images.local.lock`."""

    version: Annotated[int, pydantic.Field(ge=1, le=1)] = 1
    bases: dict[str, Made] = pydantic.Field(default_factory=dict)


@dataclass(frozen=True)
class Lock:
    """Both files, read. What is shared goes by the base's name, what was made here by `Wanted.key`."""

    shared: Mapping[str, Pinned]
    own: Mapping[str, Made]

    def base(self, wanted: bases.Wanted, cache: pathlib.Path, path: str) -> bases.Base:
        """Return what `wanted` was decided to be; `cache` is the folder of local root file systems.

        Raises:
            SettingsError: at `path`: not decided yet, or made here but no longer in the cache.
        """
        name = wanted.name
        given = reference.parse(name, path)
        if given.digest:
            return bases.Registry(name, given.canonical, given.digest)
        if (pinned := self.shared.get(name)) is not None:
            return bases.Registry(name, pinned.repository, pinned.digest)
        if (made := self.own.get(wanted.key)) is None:
            raise SettingsError(path, f"{wanted.key} is in neither {SHARED} nor {OWN}; run: {COMMAND}")
        local = found(name, made, cache)
        for stored in local.stored:
            if not _there(stored):
                raise SettingsError(path, f"{stored.path} is not there; run: {COMMAND}")
        return local


def found(name: str, made: Made, cache: pathlib.Path) -> bases.Local:
    """Return where the files of a local base are in the cache."""
    root = _stored(made.root, cache, ".tar.gz")
    unpacker = _stored(made.unpacker, cache, ".busybox")
    pip = _stored(made.pip, cache, ".whl") if made.pip else None
    toolchain = _stored(made.toolchain.root, cache, ".tar.gz") if made.toolchain else None
    return bases.Local(name, root, unpacker, pip, toolchain)


def read(root: pathlib.Path) -> Lock:
    """Read both files of the project at `root`; an absent one is empty.

    Raises:
        SettingsError: one is not a lock file.
    """
    shared = validation.parse(SharedFile, _load(root / SHARED), SHARED)
    own = validation.parse(OwnFile, _load(root / OWN), OWN)
    return Lock(shared.bases, own.bases)


def write(root: pathlib.Path, lock: Lock) -> None:
    """Write what changed; entries are sorted by name."""
    _store(root / SHARED, SharedFile(bases=dict(sorted(lock.shared.items()))))
    _store(root / OWN, OwnFile(bases=dict(sorted(lock.own.items()))))


def _load(file: pathlib.Path) -> object:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(file.name, f"cannot be read: {error}") from None


def _store(file: pathlib.Path, content: SharedFile | OwnFile) -> None:
    if not content.bases and not file.exists():
        return
    text = json.dumps(content.model_dump(exclude_none=True), indent=2) + "\n"
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)


def _stored(archive: Archive, cache: pathlib.Path, suffix: str) -> bases.Stored:
    return bases.Stored(archive.sha256, archive.size, cache / f"{archive.sha256}{suffix}")


def _there(stored: bases.Stored) -> bool:
    try:
        return stored.path.stat().st_size == stored.size
    except OSError:
        return False

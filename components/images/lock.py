"""Locks: what each base name resolved to. Shared decisions are committed, those of this machine are ignored by git."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

import pydantic

from components.core import validation
from components.core.errors import SettingsError
from components.core.model import Model
from components.images import atomic, bases, reference, says

SHARED = "images.lock"
OWN = "images.local.lock"
COMMAND = "moorage images lock"

Platform = Annotated[str, pydantic.StringConstraints(pattern=r"^[a-z0-9]+/[a-z0-9_]+(/v[0-9]+)?$")]
Date = Annotated[str, pydantic.StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Sha256 = Annotated[str, pydantic.StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Pinned(Model):
    """A decision for everybody: an image of a registry."""

    repository: str
    """With its registry: `docker.io/library/python`. Always that of the name."""
    digest: Annotated[str, pydantic.StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
    """Of the image, or of the index when it is there for several platforms."""
    platforms: Annotated[list[Platform], pydantic.Field(min_length=1)]
    """What was asked for, each as `os/architecture`."""
    date: Date
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
    platform: Platform
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
    date: Date
    """When it was made, as ISO 8601."""

    @property
    def every(self) -> dict[str, str]:
        """Return the versions of all packages, those of the toolchain alone included."""
        return {**(self.toolchain.packages if self.toolchain else {}), **self.packages}

    @property
    def size(self) -> int:
        """Return what all of it takes in the cache, in bytes."""
        parts = (self.root, self.unpacker, self.pip, self.toolchain.root if self.toolchain else None)
        return sum(part.size for part in parts if part is not None)


class SharedFile(Model):
    """`images.lock`."""

    version: Annotated[int, pydantic.Field(ge=1, le=1)] = 1
    bases: dict[str, Pinned] = pydantic.Field(default_factory=dict)
    inspected: dict[str, says.Says] = pydantic.Field(default_factory=dict[str, says.Says])
    """What images that are run as they are say of themselves, by `repository@digest`."""


class OwnFile(Model):
    """`images.local.lock`."""

    version: Annotated[int, pydantic.Field(ge=1, le=1)] = 1
    bases: dict[str, Made] = pydantic.Field(default_factory=dict)


@dataclass(frozen=True)
class Lock:
    """Both files, read. What is shared goes by the base's name, what was made here by `Wanted.key`."""

    shared: Mapping[str, Pinned]
    own: Mapping[str, Made]
    inspected: Mapping[str, says.Says] = field(default_factory=dict[str, says.Says])

    def base(
        self, wanted: bases.Wanted, cache: pathlib.Path, path: str, *, platforms: Sequence[str] = ()
    ) -> bases.Base:
        """Return what `wanted` was decided to be; `cache` is the folder of local root file systems.

        `platforms` is what it has to be there for.

        Raises:
            SettingsError: at `path`: not decided yet, for other platforms, or made here but no longer in the cache.
        """
        name = wanted.name
        given = reference.parse(name, path)
        if given.digest:
            return bases.Registry(name, given.canonical, given.digest)
        if (pinned := self.shared.get(name)) is not None:
            _check(f"{SHARED}.bases.{name}.platforms", pinned.platforms, platforms)
            return bases.Registry(name, pinned.repository, pinned.digest)
        if (made := self.own.get(wanted.key)) is None:
            raise SettingsError(path, f"{wanted.shown} is in neither {SHARED} nor {OWN}; run: {COMMAND}")
        _check(f"{OWN}.bases.{wanted.key}.platform", [made.platform], platforms)
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
    for name, pinned in shared.bases.items():
        path = f"{SHARED}.bases.{name}"
        meant = reference.parse(name, path).canonical
        if pinned.repository != meant:
            raise SettingsError(f"{path}.repository", f"is {pinned.repository}, but the name means {meant}")
    return Lock(shared.bases, own.bases, shared.inspected)


def write(root: pathlib.Path, lock: Lock) -> None:
    """Write what changed; entries are sorted by name."""
    inspected = dict(sorted(lock.inspected.items()))
    _store(root / SHARED, SharedFile(bases=dict(sorted(lock.shared.items())), inspected=inspected))
    _store(root / OWN, OwnFile(bases=dict(sorted(lock.own.items()))))


def _load(file: pathlib.Path) -> object:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(file.name, f"cannot be read: {error}") from None


def _store(file: pathlib.Path, content: SharedFile | OwnFile) -> None:
    if content == type(content)() and not file.exists():
        return
    written = content.model_dump(exclude_none=True)
    text = json.dumps({key: value for key, value in written.items() if value or key == "bases"}, indent=2) + "\n"
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    atomic.write(file, text)


def _check(path: str, decided: Sequence[str], platforms: Sequence[str]) -> None:
    for one in platforms:
        if one not in decided:
            raise SettingsError(path, f"is {', '.join(decided)}, but {one} is built for; run: {COMMAND}")


def _stored(archive: Archive, cache: pathlib.Path, suffix: str) -> bases.Stored:
    return bases.Stored(archive.sha256, archive.size, cache / f"{archive.sha256}{suffix}")


def _there(stored: bases.Stored) -> bool:
    try:
        return stored.path.stat().st_size == stored.size
    except OSError:
        return False

"""An image in a file, read without unpacking it: Docker's own archive, or the OCI's layout in a tar.

Only names and small documents are read, each within limits; nothing is written, and no path leads out of the archive.
"""

from __future__ import annotations

import hashlib
import pathlib
import posixpath
import re
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from components.images import says
from components.images.existing import documents

MEMBERS: Final = 10_000
"""Files that an archive may hold. An image has two or three a layer, and Docker takes 127 layers."""
DOCUMENT: Final = 4 * 2**20
"""Bytes of a document that is read: what the OCI's distribution specification lets a manifest have."""
_BLOCK: Final = 512

T = TypeVar("T")


class ArchiveError(ValueError):
    """A file that is no image's archive; the text is one line."""


@dataclass(frozen=True)
class Archive:
    """One image in a file."""

    id: str
    """Digest of its configuration, and so of all its content: `sha256:...`."""
    says: says.Says
    config: str
    """Path of the configuration in the archive."""
    layers: tuple[str, ...]
    """Paths of the layers in it, the lowest first."""
    end: int
    """Length in bytes up to the last file's end, where more could be appended."""


def read(file: pathlib.Path) -> Archive:
    """Return the one image of a file.

    Raises:
        ArchiveError: it is no such file, is damaged, or holds several.
    """
    try:
        with tarfile.open(file, "r:") as tar:
            return _read(_Tar(tar, _members(tar)))
    except tarfile.TarError:
        with file.open("rb") as stream:
            hint = "; gunzip it first" if stream.read(2) == b"\x1f\x8b" else ""
        raise ArchiveError(f"is no tar archive that is not compressed{hint}") from None
    except OSError as error:
        raise ArchiveError((error.strerror or str(error)).lower()) from None


@dataclass(frozen=True)
class _Tar:
    """An open archive, its files by name."""

    stream: tarfile.TarFile
    members: Mapping[str, tarfile.TarInfo]

    def member(self, name: str) -> tarfile.TarInfo:
        """Return a file, through the links that older versions of `docker save` write."""
        found = self.members.get(posixpath.normpath(name))
        if found is not None and found.issym():
            found = self.members.get(posixpath.normpath(posixpath.join(posixpath.dirname(name), found.linkname)))
        if found is None or not found.isfile():
            raise ArchiveError(f"is damaged: {name} is not in it")
        return found

    def content(self, name: str) -> bytes:
        """Return a small file's content, which a name made of its hash has to be the hash of."""
        found = self.member(name)
        if found.size > DOCUMENT:
            raise ArchiveError(f"holds {name} of {found.size} bytes; no such document is longer than {DOCUMENT}")
        stream = self.stream.extractfile(found)
        content = stream.read() if stream else b""
        named = re.search(r"(?:^|/)([0-9a-f]{64})(?:\.json)?$", name)
        if named and hashlib.sha256(content).hexdigest() != named[1]:
            raise ArchiveError(f"is damaged: {name} is another content than its name says")
        return content

    def document(self, name: str, model: type[T]) -> T:
        """Return a small file's content as a document."""
        content = self.content(name)
        try:
            return documents.parse(content, model)
        except ValueError:
            raise ArchiveError(f"is damaged: {name} is not what the format says") from None


def _read(tar: _Tar) -> Archive:
    config, layers = (_docker if "manifest.json" in tar.members else _layout)(tar)
    content = tar.content(config)
    for layer in layers:
        tar.member(layer)
    try:
        found = says.of(documents.parse(content, object))
    except ValueError:
        raise ArchiveError(f"is damaged: {config} is no configuration of an image") from None
    end = max(one.offset_data + -(-one.size // _BLOCK) * _BLOCK for one in tar.members.values())
    return Archive(f"sha256:{hashlib.sha256(content).hexdigest()}", found, config, tuple(layers), end)


def _members(tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    members: dict[str, tarfile.TarInfo] = {}
    for one in tar:
        name = posixpath.normpath(one.name)
        if name.startswith(("/", "../")) or name == "..":
            raise ArchiveError(f"holds {one.name!r}, a path that leads out of it")
        if len(members) == MEMBERS:
            raise ArchiveError(f"holds more than {MEMBERS} files, which no image has")
        members[name] = one
    return members


def _docker(tar: _Tar) -> tuple[str, Sequence[str]]:
    images = tar.document("manifest.json", list[documents.Saved])
    if len(images) != 1:
        tags = ", ".join(tag for one in images for tag in one.tags or []) or "without names"
        raise ArchiveError(f"holds {len(images)} images ({tags}); save one of them")
    return images[0].config, images[0].layers or []


def _layout(tar: _Tar) -> tuple[str, Sequence[str]]:
    if "index.json" not in tar.members:
        raise ArchiveError("holds neither manifest.json (docker save) nor index.json (an OCI layout)")
    found = tar.document("index.json", documents.Index).images
    if len(found) == 1 and found[0].media_type in documents.INDEXES:
        found = tar.document(found[0].path, documents.Index).images
    if len(found) != 1:
        shown = ", ".join(f"{one.platform.os}/{one.platform.architecture}" for one in found) or "none"
        raise ArchiveError(f"holds {len(found)} images ({shown}); save one of them")
    manifest = tar.document(found[0].path, documents.Manifest)
    return manifest.config.path, [layer.path for layer in manifest.layers]

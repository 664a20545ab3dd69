"""The files in an archive: of a folder, of an archive file, of assets and archives under names.

Source of names and order: `sdk/go/common/resource/archive` of pulumi/pulumi.
"""

from __future__ import annotations

import io
import os
import posixpath
import tarfile
import urllib.parse
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, Literal

from moorage.engine import values
from moorage.engine.assets import content

Format = Literal["tar", "tar.gz", "zip"]

_FORMATS: Final[dict[str, Format]] = {
    ".tar": "tar",
    ".tgz": "tar.gz",
    ".tar.gz": "tar.gz",
    ".zip": "zip",
    ".jar": "zip",
}
_BOOKKEEPING: Final = ".pulumi"
"""The engine's own, in no archive of a folder."""


def format_of(name: str) -> Format | None:
    """Return the format that a path or the path of a URI promises."""
    path = urllib.parse.urlsplit(name).path if "://" in name else name
    return next((kind for ending, kind in _FORMATS.items() if path.endswith(ending)), None)


def entries(archive: values.Archive, folder: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield name and open content of each file, to be read before the next; a name may come twice, the first counts.

    Args:
        archive: anything but what only has a hash.
        folder: where relative paths start.

    Raises:
        content.AssetError: Something in it cannot be read.

    """
    if archive.path:
        kind = format_of(archive.path)
        if kind is None:
            yield from _folder(archive.path, folder)
            return
        with content.open_path(archive.path, folder, "archive") as file:
            yield from _file(file, kind, archive.path)
    elif archive.uri:
        kind = format_of(archive.uri)
        if kind is None:
            raise content.AssetError(f"archive {archive.uri}: not one of {', '.join(_FORMATS)}")
        with content.open_uri(archive.uri, "archive") as file:
            yield from _file(file, kind, archive.uri)
    else:
        yield from _assets(archive.assets or {}, folder)


def _assets(assets: values.Values, folder: Path) -> Iterator[tuple[str, IO[bytes]]]:
    for name in sorted(assets, key=str.encode):
        match assets[name]:
            case values.Asset() as asset:
                with content.open_asset(asset, folder) as file:
                    yield name, file
            case values.Archive() as inner:
                for path, file in entries(inner, folder):
                    yield posixpath.normpath(posixpath.join(name, path)), file
            case _:
                raise content.AssetError(f"archive: member {name} is neither an asset nor an archive")


def _folder(path: str, folder: Path) -> Iterator[tuple[str, IO[bytes]]]:
    root = folder / path
    if not root.exists():
        raise content.AssetError(f"archive {path}: No such file or directory")
    if not root.is_dir():
        raise content.AssetError(f"archive {path}: neither a folder nor one of {', '.join(_FORMATS)}")
    for name in _names(root, ""):
        with content.open_path(name, root, "asset") as file:
            yield name, file


def _names(folder: Path, below: str) -> Iterator[str]:
    for name in sorted(os.listdir(folder), key=os.fsencode):  # noqa: PTH208 -- names are sorted as bytes
        if name == _BOOKKEEPING:
            continue
        path = folder / name
        if path.is_dir():
            # a link to a folder may lead anywhere, even back
            if not path.is_symlink():
                yield from _names(path, f"{below}{name}/")
        else:
            yield f"{below}{name}"


def _file(file: IO[bytes], kind: Format, name: str) -> Iterator[tuple[str, IO[bytes]]]:
    try:
        match kind:
            case "zip":
                yield from _zip(file)
            case "tar" | "tar.gz":
                yield from _tar(file, compressed=kind == "tar.gz")
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError) as error:
        raise content.AssetError(f"archive {name}: {error}") from error


def _tar(file: IO[bytes], *, compressed: bool) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(fileobj=file, mode="r:gz" if compressed else "r:") as members:
        for member in members:
            if member.isfile() and (inner := members.extractfile(member)):
                yield posixpath.normpath(member.name), inner
            elif not member.isdir():
                raise tarfile.TarError(f"{member.name} is neither a file nor a folder")


def _zip(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(io.BytesIO(file.read())) as members:
        for member in members.infolist():
            if not member.is_dir():
                with members.open(member) as inner:
                    yield posixpath.normpath(member.filename), inner

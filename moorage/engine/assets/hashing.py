"""Assets that a program gives: hashed where they are, so that a change of a file is a change of the resource."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path
from typing import IO, Any, Final, cast

from moorage.engine import values
from moorage.engine.assets import content, entries, tar

_BLOCK: Final = 1 << 20
"""Bytes read at a time."""


def hashed(value: Any, folder: Path) -> Any:
    """Return a value with the hash of every asset and archive in it that has none yet.

    Args:
        value: any property value.
        folder: where relative paths start: the program's.

    Raises:
        content.AssetError: One cannot be read.

    """
    match value:
        case values.Asset():
            return dataclasses.replace(value, hash=value.hash or _asset(value, folder))
        case values.Archive():
            assets = None if value.assets is None else hashed(value.assets, folder)
            return dataclasses.replace(value, assets=assets, hash=value.hash or _archive(value, folder))
        case values.Secret():
            return values.Secret(hashed(value.value, folder))
        case values.OutputValue():
            return dataclasses.replace(value, value=hashed(value.value, folder))
        case dict():
            return {key: hashed(item, folder) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [hashed(item, folder) for item in cast("list[Any]", value)]
        case _:
            return value


def _asset(asset: values.Asset, folder: Path) -> str:
    with content.open_asset(asset, folder) as file:
        return _digest(file)


def _archive(archive: values.Archive, folder: Path) -> str:
    """Hash an archive file as it is, and anything else as the tar of its files."""
    if archive.path and entries.format_of(archive.path):
        with content.open_path(archive.path, folder, "archive") as file:
            return _digest(file)
    if archive.uri and entries.format_of(archive.uri):
        with content.open_uri(archive.uri, "archive") as file:
            return _digest(file)
    digest = hashlib.sha256()
    seen: set[str] = set()
    for name, file in entries.entries(archive, folder):
        if name in seen:
            continue
        seen.add(name)
        data = file.read()
        digest.update(tar.header(name, len(data)))
        digest.update(data)
        digest.update(tar.padding(len(data)))
    digest.update(tar.END)
    return digest.hexdigest()


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()

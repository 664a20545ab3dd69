"""Assets that a program gives: hashed where they are, so that a change of a file is a change of the resource."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path
from typing import Any, cast

from moorage.engine import values
from moorage.engine.deploy import goal


def hashed(value: Any, folder: Path) -> Any:
    """Return a value with the hash of every asset in it; relative paths start from the program's folder.

    Raises:
        goal.GoalError: a file that cannot be read, an asset of the network, an archive.
    """
    match value:
        case values.Asset():
            return dataclasses.replace(value, hash=hashlib.sha256(_content(value, folder)).hexdigest())
        case values.Archive():
            raise goal.GoalError("an archive is an input that the embedded engine does not carry")
        case values.Secret():
            return values.Secret(hashed(value.value, folder))
        case dict():
            return {key: hashed(item, folder) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [hashed(item, folder) for item in cast("list[Any]", value)]
        case _:
            return value


def _content(asset: values.Asset, folder: Path) -> bytes:
    if asset.text is not None:
        return asset.text.encode()
    if asset.path is None:
        raise goal.GoalError(f"asset {asset.uri}: the embedded engine does not fetch assets from the network")
    try:
        return (folder / asset.path).read_bytes()
    except OSError as error:
        raise goal.GoalError(f"asset {asset.path}: {error.strerror}") from error

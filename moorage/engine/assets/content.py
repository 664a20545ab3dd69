"""The bytes of an asset, and of an archive that is one file: text, a file, or what lies at a URI."""

from __future__ import annotations

import io
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import IO, Final

from moorage.engine import values

_SCHEMES: Final = ("file", "http", "https")
_SECONDS: Final = 60
"""For each answer of a server."""


class AssetError(ValueError):
    """An asset or archive that cannot be read; the text is one line."""


def open_asset(asset: values.Asset, folder: Path) -> IO[bytes]:
    """Open an asset; a relative path starts from `folder`.

    Raises:
        AssetError: It cannot be read.

    """
    if asset.path:
        return open_path(asset.path, folder, "asset")
    if asset.uri:
        return open_uri(asset.uri, "asset")
    return io.BytesIO((asset.text or "").encode())


def open_path(path: str, folder: Path, what: str) -> IO[bytes]:
    """Open a file; `what` is asset or archive."""
    try:
        return (folder / path).open("rb")
    except IsADirectoryError:
        raise AssetError(f"{what} {path}: it is a folder; use an archive") from None
    except OSError as error:
        raise AssetError(f"{what} {path}: {error.strerror}") from error


def open_uri(uri: str, what: str) -> IO[bytes]:
    """Fetch what lies at a URI."""
    scheme = urllib.parse.urlsplit(uri).scheme
    if scheme not in _SCHEMES:
        raise AssetError(f"{what} {uri}: {scheme or 'no'} scheme; allowed: {', '.join(_SCHEMES)}")
    try:
        with urllib.request.urlopen(uri, timeout=_SECONDS) as answer:  # noqa: S310 -- one of three schemes
            return io.BytesIO(answer.read())
    except urllib.error.HTTPError as error:
        raise AssetError(f"{what} {uri}: {error.code} {error.reason}") from error
    except OSError as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise AssetError(f"{what} {uri}: {reason}") from error

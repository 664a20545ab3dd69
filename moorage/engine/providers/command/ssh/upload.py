"""Copying an asset or an archive to a host over SFTP, by the real provider's rules for what is there already.

A folder goes into the remote path under its own name, unless its path ends in `/`: then what is in it does. A file goes
into a remote path that is a folder, and else becomes the remote path. Missing folders are made.
"""

from __future__ import annotations

import errno
import io
import os
import posixpath
import stat
import urllib.parse
from pathlib import Path
from typing import IO

import paramiko

from moorage.engine import values
from moorage.engine.assets import content as contents
from moorage.engine.assets import entries
from moorage.engine.providers import protocol


def copy(transport: paramiko.Transport, source: values.Asset | values.Archive, remote: str, directory: Path) -> None:
    """Copy; `directory` is where relative paths of the source start.

    Raises:
        ProviderError: A file cannot be read or written; the text names it.
    """
    with paramiko.SFTPClient.from_transport(transport) or _refused() as host:
        try:
            _copy(Remote(host), source, remote, directory)
        except contents.AssetError as error:
            raise protocol.ProviderError(f"copy to {remote}: {error}") from error
        except (OSError, paramiko.SSHException) as error:
            where = getattr(error, "filename", None) or remote
            reason = getattr(error, "strerror", None) or error
            raise protocol.ProviderError(f"copy to {where}: {str(reason).lower()}") from error


class Remote:
    """The host's files."""

    def __init__(self, client: paramiko.SFTPClient) -> None:
        self._client = client

    def kind(self, path: str) -> str:
        """Return "folder", "file" or, for what is not there, nothing."""
        try:
            mode = self._client.stat(path).st_mode or 0
        except OSError as error:
            if error.errno == errno.ENOENT:
                return ""
            raise OSError(error.errno, error.strerror or str(error), path) from error
        return "folder" if stat.S_ISDIR(mode) else "file"

    def make(self, path: str) -> None:
        """Make a folder and those above it, where they are missing."""
        match self.kind(path):
            case "folder":
                return
            case "file":
                raise NotADirectoryError(errno.ENOTDIR, "is there and no folder", path)
            case _:
                self.make(posixpath.dirname(path) or ".")
                self._client.mkdir(path)

    def write(self, path: str, content: IO[bytes]) -> None:
        """Write a file, over the one that is there."""
        try:
            self._client.putfo(content, path)
        except OSError as error:
            raise OSError(error.errno, error.strerror or str(error), path) from error


def _copy(host: Remote, source: values.Asset | values.Archive, remote: str, directory: Path) -> None:
    match source:
        case values.Asset(text=str(text)):
            if host.kind(remote) == "folder":
                raise IsADirectoryError(errno.EISDIR, "is a folder; a text needs the path of a file", remote)
            _file(host, io.BytesIO(text.encode()), "", remote)
        case values.Asset(path=str(path)) | values.Archive(path=str(path)):
            if (directory / path).is_dir():
                _folder(host, directory / path, posixpath.join(remote, _inside(path)))
            else:
                with (directory / path).open("rb") as content:
                    _file(host, content, Path(path).name, remote)
        case values.Archive(assets=dict()):
            host.make(remote)
            for name, content in entries.entries(source, directory):
                target = posixpath.join(remote, name)
                host.make(posixpath.dirname(target))
                host.write(target, content)
        case _:
            uri = source.uri or ""
            with contents.open_uri(uri, "source") as content:
                _file(host, content, posixpath.basename(urllib.parse.urlparse(uri).path), remote)


def _inside(path: str) -> str:
    return "" if path.endswith("/") else posixpath.basename(path)


def _file(host: Remote, content: IO[bytes], name: str, remote: str) -> None:
    kind = host.kind(remote)
    if not kind:
        host.make(posixpath.dirname(remote) or ".")
    host.write(posixpath.join(remote, name) if kind == "folder" else remote, content)


def _folder(host: Remote, source: Path, remote: str) -> None:
    for folder, folders, names in os.walk(source, onerror=_raise):
        folders.sort()
        target = posixpath.join(remote, Path(folder).relative_to(source).as_posix())
        host.make(posixpath.normpath(target))
        for name in sorted(names):
            with Path(folder, name).open("rb") as content:
                host.write(posixpath.normpath(posixpath.join(target, name)), content)


def _raise(error: OSError) -> None:
    raise error


def _refused() -> paramiko.SFTPClient:
    raise protocol.ProviderError("the host has no SFTP subsystem")

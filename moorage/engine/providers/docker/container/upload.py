"""Files written into a container before it starts, as tar archives. Pure but for `source` and the user database."""

from __future__ import annotations

import base64
import grp
import io
import pwd
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moorage.engine.providers.protocol import ProviderError


def archive(upload: Mapping[str, Any]) -> bytes:
    """Return a tar archive, to be unpacked at `/`, with one file of the mode and owner asked for."""
    content = _content(upload)
    entry = tarfile.TarInfo(str(upload["file"]).lstrip("/"))
    entry.size = len(content)
    entry.mode = int(upload.get("permissions") or ("744" if upload.get("executable") else "644"), 8)
    entry.uid = _number(upload.get("owner"), "owner")
    entry.gid = _number(upload.get("group"), "group")
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as tar:
        tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def _content(upload: Mapping[str, Any]) -> bytes:
    if upload.get("contentBase64"):
        return base64.b64decode(upload["contentBase64"])
    if upload.get("source"):
        try:
            return Path(upload["source"]).read_bytes()
        except OSError as error:
            msg = f"upload of {upload['file']}: cannot read {upload['source']}: {error.strerror}"
            raise ProviderError(msg) from error
    return str(upload["content"]).encode()


def _number(name: str | None, what: str) -> int:
    """Return a numeric id as it is, a name as this machine's databases know it, and 0 for nothing."""
    if not name:
        return 0
    if name.isdecimal():
        return int(name)
    try:
        return pwd.getpwnam(name).pw_uid if what == "owner" else grp.getgrnam(name).gr_gid
    except KeyError as error:
        msg = f"upload: this machine knows no {what} {name!r}; a number needs no name"
        raise ProviderError(msg) from error

"""From the archive that mmdebstrap wrote to the one that is kept: less in it, and always the same bytes."""

from __future__ import annotations

import copy
import gzip
import io
import pathlib
import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, TypeAlias

from components.images.local import asked, contents
from components.images.local.recipes import Recipe

EPOCH = 946_684_800
"""Time of every file, in seconds since 1970: 2000-01-01. Archives that know no earlier date than 1980 can hold it."""

LEVEL = 6
"""Of gzip: one more saves under 1 % and takes half as long again (measured on the root with Python)."""


@dataclass(frozen=True)
class Parts:
    """What came out: the packages by name and version, and files that builds need but images do not have."""

    packages: Mapping[str, str]
    unpacker: bytes
    pip: bytes | None


def keep(source: pathlib.Path, target: pathlib.Path, recipe: Recipe) -> Parts:
    """Write the kept part of the archive `source`, sorted and with fixed times, to the compressed `target`."""
    with tarfile.open(source) as archive:
        members = {name: member for member in archive.getmembers() if (name := _name(member.name))}
        texts = {name: _read(archive, member) for name, member in members.items() if contents.is_source(name)}
        records = contents.packages(texts)
        parts = Parts(
            {name: record.version for name, record in records.items()},
            _read(archive, members[contents.UNPACKER]),
            next((_read(archive, members[name]) for name in members if contents.PIP.fullmatch(name)), None),
        )
        wanted = asked.packages(records, recipe.packages, recipe.run) if recipe.run else set[str]()
        files, made = asked.files(texts, wanted), contents.made(recipe.name, texts)
        entries = {name: _link(to) for name, to in asked.links(texts, wanted).items()}
        entries |= {
            name: member
            for name, member in members.items()
            if contents.stays(recipe.name, name, wanted=name in files) and name not in made
        }
        _write(target, _settled(archive, entries, made))
    return parts


Entry: TypeAlias = tuple[tarfile.TarInfo, IO[bytes] | None]


def _write(target: pathlib.Path, entries: Iterable[Entry]) -> None:
    with (
        target.open("wb") as raw,
        gzip.GzipFile("", "wb", LEVEL, raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as out,
    ):
        for entry, content in entries:
            out.addfile(entry, content)


def _settled(
    archive: tarfile.TarFile, members: Mapping[str, tarfile.TarInfo], made: Mapping[str, contents.Made]
) -> Iterator[Entry]:
    """Yield all entries in order; of files with several names the first one has the content."""
    first: dict[str, str] = {}
    for name in sorted({*members, *made}):
        if name in made:
            entry, content = tarfile.TarInfo(name), made[name].content
            entry.size, entry.mode, entry.mtime = len(content), made[name].mode, EPOCH
            yield entry, io.BytesIO(content)
            continue
        member = members[name]
        origin = _name(member.linkname) if member.islnk() else name
        holder = archive.getmember(member.linkname) if member.islnk() else member
        entry = copy.copy(holder)  # Debian 12's Python has no `TarInfo.replace`
        entry.name, entry.mtime, entry.uname, entry.gname, entry.pax_headers = name, EPOCH, "", "", {}
        if holder.isreg() and first.setdefault(origin, name) != name:
            entry.type, entry.linkname, entry.size = tarfile.LNKTYPE, first[origin], 0
            yield entry, None
        else:
            yield entry, archive.extractfile(holder) if holder.isreg() else None


def _link(target: str) -> tarfile.TarInfo:
    entry = tarfile.TarInfo()
    entry.type, entry.mode, entry.linkname = tarfile.SYMTYPE, 0o777, target
    return entry


def _name(name: str) -> str:
    return re.sub(r"^(\./)+|/$|^\.$", "", name)


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member)
    return stream.read() if stream is not None else b""

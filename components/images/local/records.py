"""What Debian's packages say of themselves in the records that a root file system keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_FIELD = re.compile(r"^(Package|Version|Depends|Pre-Depends|Provides): (.*)$", re.MULTILINE)
_NAME = re.compile(r"[a-z0-9][a-z0-9+.-]+")


@dataclass(frozen=True)
class Record:
    """One package."""

    version: str
    needs: tuple[tuple[str, ...], ...]
    """What must be there with it; of each entry one name is enough."""
    provides: tuple[str, ...]


def read(texts: Iterable[bytes]) -> dict[str, Record]:
    """Return the packages, sorted by name, of stanzas as dpkg writes them."""
    found: dict[str, Record] = {}
    for text in texts:
        for stanza in text.decode().split("\n\n"):
            fields: dict[str, str] = dict(_FIELD.findall(stanza))
            if "Package" in fields:
                needs = ", ".join(fields[key] for key in ("Pre-Depends", "Depends") if key in fields)
                found[fields["Package"]] = Record(
                    fields["Version"],
                    tuple(_names(entry, "|") for entry in needs.split(",") if entry),
                    _names(fields.get("Provides", ""), ","),
                )
    return dict(sorted(found.items()))


def reached(known: Mapping[str, Record], start: Iterable[str]) -> set[str]:
    """Return the packages of `known` that `start` needs, `start` included; of alternatives the first one there."""
    by_name = {alias: name for name, record in known.items() for alias in record.provides} | {
        name: name for name in known
    }
    found: set[str] = set()
    todo = [by_name[name] for name in start if name in by_name]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            for needs in known[name].needs:
                todo += [by_name[other] for other in needs if other in by_name][:1]
    return found


def _names(text: str, separator: str) -> tuple[str, ...]:
    """Return the names of a list, without versions and architectures."""
    return tuple(found[0] for entry in text.split(separator) if (found := _NAME.match(entry.strip())))

"""What moved between two states of the locks: digests, packages, sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.images import bases, lock


@dataclass(frozen=True)
class Package:
    """A Debian package of a base; an empty version: it is not there."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Moved:
    """A base that is decided otherwise than before."""

    name: str
    old: str
    """What it was, as `sha256:` and hex; empty: it was not decided."""
    new: str
    packages: tuple[Package, ...]
    """Those that came, went or have another version; empty where a registry's image does not tell."""
    old_size: int
    """Compressed, in bytes; 0 where it was not made here: a registry is asked for the digest alone."""
    new_size: int


def between(before: lock.Lock, after: lock.Lock, wanted: Sequence[bases.Wanted]) -> list[Moved]:
    """Return what moved of the bases that are wanted, in their order."""
    found = [_moved(one.shown, _of(before, one), _of(after, one)) for one in wanted]
    return [one for one in found if one.old != one.new]


def packages(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Package, ...]:
    """Return what differs between two lists of versions by name, sorted by name."""
    names = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
    return tuple(Package(name, old.get(name, ""), new.get(name, "")) for name in names)


def line(one: Package) -> str:
    """Return a package's change in words."""
    if not one.old:
        return f"+ {one.name} {one.new}"
    return f"  {one.name} {one.old} -> {one.new}" if one.new else f"- {one.name} {one.old}"


def _of(locks: lock.Lock, wanted: bases.Wanted) -> lock.Pinned | lock.Made | None:
    return locks.shared.get(wanted.name) or locks.own.get(wanted.key)


def _moved(name: str, old: lock.Pinned | lock.Made | None, new: lock.Pinned | lock.Made | None) -> Moved:
    changed = packages(old.every, new.every) if isinstance(old, lock.Made) and isinstance(new, lock.Made) else ()
    return Moved(name, _identity(old), _identity(new), changed, _size(old), _size(new))


def _identity(entry: lock.Pinned | lock.Made | None) -> str:
    match entry:
        case lock.Pinned(digest=digest):
            return digest
        case lock.Made():
            parts = [entry.root, *([entry.toolchain.root] if entry.toolchain else [])]
            return " ".join(f"sha256:{part.sha256}" for part in parts)
        case None:
            return ""


def _size(entry: lock.Pinned | lock.Made | None) -> int:
    return entry.size if isinstance(entry, lock.Made) else 0

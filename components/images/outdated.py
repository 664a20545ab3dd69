"""Which bases are behind: what a registry has under the name now, or Debian under the packages. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from components.core.errors import SettingsError
from components.core.operations import OperationError
from components.images import bases, lock, moved, reference, registry
from components.images.local import mmdebstrap, recipes


@dataclass(frozen=True)
class Row:
    """One base."""

    name: str
    state: Literal["current", "behind", "unknown", "open"]
    """`unknown`: nobody answers that could tell; `open`: it is not decided yet."""
    decided: str
    """What is recorded: `sha256:` and hex."""
    latest: str
    """What a registry has now; empty where none was asked or none answered."""
    packages: tuple[moved.Package, ...]
    """Of a base that was made here: those of another version now."""
    reason: str
    """Why it is unknown or open, in words."""


def rows(known: lock.Lock, wanted: Sequence[bases.Wanted]) -> Iterator[Row]:
    """Yield one row per base, asking for each as it comes."""
    for one in wanted:
        named = reference.parse(one.name, "base")
        if named.digest and not named.tag:
            yield Row(one.shown, "current", named.digest, "", (), "its name is a digest alone")
        elif named.digest:
            yield _pinned(one.shown, f"{named.repository}:{named.tag}", named.digest)
        elif (pinned := known.shared.get(one.name)) is not None:
            yield _pinned(one.shown, one.name, pinned.digest)
        elif (made := known.own.get(one.key)) is not None:
            yield _made(one, made)
        else:
            yield Row(one.shown, "open", "", "", (), f"not decided yet: {lock.COMMAND}")


def _pinned(key: str, name: str, digest: str) -> Row:
    try:
        answer = registry.ask(name)
    except OperationError as error:
        return Row(key, "unknown", digest, "", (), str(error).removeprefix(f"{name}: "))
    match answer:
        case registry.Found(digest=latest):
            return Row(key, "current" if latest == digest else "behind", digest, latest, (), "")
        case registry.Unreachable(reason=reason):
            return Row(key, "unknown", digest, "", (), f"no registry answers ({reason})")


def _made(wanted: bases.Wanted, made: lock.Made) -> Row:
    decided = f"sha256:{made.root.sha256}"
    recipe = recipes.find(wanted.name, wanted.run)
    if recipe is None:
        return Row(wanted.shown, "unknown", decided, "", (), "it cannot be made from Debian's packages any more")
    toolchain = recipes.toolchain(wanted.name, wanted.run, wanted.build) if made.toolchain else None
    if missing := mmdebstrap.lacking():
        reason = f"{missing[0]} is not here to ask; run: {' && '.join(mmdebstrap.remedy())}"
        return Row(wanted.shown, "unknown", decided, "", (), reason)
    try:
        now = {**(mmdebstrap.resolve(toolchain) if toolchain else {}), **mmdebstrap.resolve(recipe)}
    except (OperationError, SettingsError) as error:
        return Row(wanted.shown, "unknown", decided, "", (), str(error))
    if not now:
        return Row(wanted.shown, "unknown", decided, "", (), "Debian's package lists name nothing")
    # What would come or go hangs on the system that packages are installed in: only making the base tells.
    both = {name: now[name] for name in made.every if name in now}
    changed = moved.packages({name: made.every[name] for name in both}, both)
    return Row(wanted.shown, "behind" if changed else "current", decided, "", changed, "")

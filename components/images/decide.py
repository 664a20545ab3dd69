"""Decide what base names stand for, once, before a program starts, and record it. A program never does.

`moorage up` and `moorage images lock` call `decide`. What is recorded is not decided again because a registry came or
went; only `refresh` asks anew.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import pathlib
import urllib.parse
from collections.abc import Callable, Sequence

import pydantic

from components.core.operations import OperationError
from components.images import bases, cache, lock, reference, registry, staging
from components.images.local import make, recipes

Say = Callable[[str], None]
"""Takes one line for the user."""


def decide(
    root: pathlib.Path,
    wanted: Sequence[bases.Wanted],
    say: Say,
    *,
    platform: str,
    refresh: bool = False,
    folder: pathlib.Path | None = None,
) -> lock.Lock:
    """Return the locks of the project at `root`, in which every base that is wanted is decided and present.

    `platform` is what images are built for (`os/architecture`); `folder` keeps local root file systems, default:
    `cache.folder()`. Nothing is done for what is decided already.

    Raises:
        OperationError: a name can neither be found in a registry nor made here; the line says what would help.
        SettingsError: a lock file cannot be read.
    """
    kept = folder or cache.folder(os.environ)
    known = lock.read(root)
    for one in wanted:
        if reference.parse(one.name, "base").digest:
            continue
        changed = _one(known, one, platform, kept, say, refresh=refresh)
        if changed is not known:
            lock.write(root, changed)
            known = changed
    return known


def _one(
    known: lock.Lock, wanted: bases.Wanted, platform: str, folder: pathlib.Path, say: Say, *, refresh: bool
) -> lock.Lock:
    name, key = wanted.name, wanted.key
    if not refresh:
        if name in known.shared:
            return known
        if (own := known.own.get(key)) is not None:
            return known if present(name, own, folder) else _again(known, wanted, own, folder, say)
        if (made := _made_before(wanted, folder)) is not None and made.platform == platform:
            say(f"{key}: the root file system that was made on this machine on {made.date}")
            return _with(known, wanted, made)
    match registry.ask(name):
        case registry.Found(digest=digest, platforms=platforms):
            if platforms and platform not in platforms:
                message = f"{name}: not there for {platform}, only for {', '.join(platforms)}"
                raise OperationError(message)
            say(f"{name}: {digest}, recorded in {lock.SHARED}")
            return _pinned(known, name, digest, platform)
        case registry.Unreachable(reason=reason) if name in known.shared:
            # A decision for everybody: this machine's network is no reason to drop it.
            say(f"{name}: no registry answers ({reason}); what {lock.SHARED} records stays")
            return known
        case registry.Unreachable(reason=reason):
            return _local(known, wanted, platform, folder, say, reason)


def present(name: str, made: lock.Made, folder: pathlib.Path) -> bool:
    """Say whether the cache holds the files that were recorded, byte for byte."""
    return all(_matches(stored) for stored in lock.found(name, made, folder).stored)


def _again(known: lock.Lock, wanted: bases.Wanted, own: lock.Made, folder: pathlib.Path, say: Say) -> lock.Lock:
    say(f"{wanted.key}: its root file system is gone from {folder}, or is not what was recorded; it is made again")
    made = _make(wanted, own.platform, folder, say)
    if made.root != own.root:
        say(f"{wanted.key}: it is another one now, because Debian's packages moved on: {_moved(own, made)}")
    return _with(known, wanted, made if made.root != own.root else own)


def _local(
    known: lock.Lock, wanted: bases.Wanted, platform: str, folder: pathlib.Path, say: Say, reason: str
) -> lock.Lock:
    say(f"{wanted.name}: no registry answers ({reason})")
    made = _make(wanted, platform, folder, say)
    size = f"{len(made.packages)} packages, {made.root.size / 1e6:.0f} MB"
    say(f"{wanted.key}: {size}, in {folder}, recorded in {lock.OWN}")
    return _with(known, wanted, made)


def _make(wanted: bases.Wanted, platform: str, folder: pathlib.Path, say: Say) -> lock.Made:
    recipe = recipes.find(wanted.name, wanted.run)
    if recipe is None:
        choices = ", ".join(recipes.choices())
        message = (
            f"{wanted.name}: no registry answers, and it cannot be made from Debian's packages; these can: {choices}"
        )
        raise OperationError(message)
    made = make.make(wanted, recipe, platform, folder, say)
    _record(wanted, folder).write_text(json.dumps(made.model_dump(exclude_none=True), indent=2), encoding="utf-8")
    return made


def _made_before(wanted: bases.Wanted, folder: pathlib.Path) -> lock.Made | None:
    """Return what another clone on this machine made under this name: one machine needs one."""
    try:
        found = lock.Made.model_validate_json(_record(wanted, folder).read_text(encoding="utf-8"))
    except (OSError, pydantic.ValidationError):
        return None
    return found if present(wanted.name, found, folder) else None


def _record(wanted: bases.Wanted, folder: pathlib.Path) -> pathlib.Path:
    return folder / f"{urllib.parse.quote(wanted.key, safe='')}.json"


def _with(known: lock.Lock, wanted: bases.Wanted, made: lock.Made) -> lock.Lock:
    shared = {key: value for key, value in known.shared.items() if key != wanted.name}
    return lock.Lock(shared, {**known.own, wanted.key: made})


def _pinned(known: lock.Lock, name: str, digest: str, platform: str) -> lock.Lock:
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    repository = reference.parse(name, "base").canonical
    pinned = lock.Pinned(repository=repository, digest=digest, platform=platform, date=today)
    own = {key: value for key, value in known.own.items() if key.partition(" ")[0] != name}
    return lock.Lock({**known.shared, name: pinned}, own)


def _moved(old: lock.Made, new: lock.Made) -> str:
    names = [
        name for name in sorted({*old.packages, *new.packages}) if old.packages.get(name) != new.packages.get(name)
    ]
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "") if names else "none of them"


def _matches(stored: bases.Stored) -> bool:
    """Say whether a file is the recorded one; the time that staging derived from its content spares reading it."""
    try:
        found = stored.path.stat()
        if (found.st_size, found.st_mtime_ns) == (stored.size, staging.time(stored.sha256) * 10**9):
            return True
        with stored.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == stored.sha256
    except OSError:
        return False

"""Decide what base names stand for, once, before a program starts, and record it. A program never does.

`moorage up` and `moorage images lock` call `decide`. What is recorded is not decided again because a registry came or
went; only `refresh` asks anew.
"""

from __future__ import annotations

import dataclasses
import datetime
import pathlib
import platform
from collections.abc import Sequence

from components.core.operations import OperationError
from components.images import bases, holding, lock, moved, reference, registry
from components.images.local import make, recipes, remembered
from components.images.local.make import Workshop

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
"""Of a platform, by what the kernel calls this machine."""


@dataclasses.dataclass(frozen=True)
class Decision:
    """What one run of `decide` is about."""

    shop: Workshop
    platforms: tuple[str, ...]
    """What images are built for, each as `os/architecture`."""
    refresh: bool
    """Ask anew for what is recorded already."""


def decide(
    root: pathlib.Path,
    wanted: Sequence[bases.Wanted],
    shop: Workshop,
    *,
    platforms: Sequence[str],
    refresh: bool = False,
) -> lock.Lock:
    """Return the locks of the project at `root`, in which every base that is wanted is decided and present.

    `platforms` is what images are built for (`os/architecture`). Nothing is done for what is decided already. Two runs
    of one user on this machine decide one after the other.

    Raises:
        OperationError: a name can neither be found in a registry nor made here; the line says what would help.
        SettingsError: a lock file cannot be read; a package that is wanted does not exist.
    """
    decision = Decision(shop, tuple(platforms), refresh)
    named = [one for one in wanted if not reference.parse(one.name, "base").digest]
    known = lock.read(root)
    if not refresh and all(_decided(known, one, decision) for one in named):
        return known
    with holding.hold(shop.cache, shop.say):
        for one in named:
            known = lock.read(root)  # another run may have written it while this one waited
            changed = _one(known, one, decision)
            if changed is not known:
                lock.write(root, changed)
                known = changed
    return known


def _decided(known: lock.Lock, wanted: bases.Wanted, decision: Decision) -> bool:
    pinned, own = known.shared.get(wanted.name), known.own.get(wanted.key)
    if pinned is not None:
        return set(decision.platforms) <= set(pinned.platforms)
    return own is not None and (own.platform,) == decision.platforms and remembered.present(own, decision.shop.cache)


def _one(known: lock.Lock, wanted: bases.Wanted, decision: Decision) -> lock.Lock:
    name, key, shop = wanted.name, wanted.key, decision.shop
    if not decision.refresh:
        if _decided(known, wanted, decision):
            return known
        if (pinned := known.shared.get(name)) is not None:
            return _widened(known, name, pinned, decision)
        if (own := known.own.get(key)) is not None and (own.platform,) == decision.platforms:
            return _again(known, wanted, own, decision)
        if (made := remembered.of(wanted, shop.cache)) is not None and (made.platform,) == decision.platforms:
            shop.say(f"{key}: the root file system that was made on this machine on {made.date}")
            return _with(known, wanted, made)
    match registry.ask(name):
        case registry.Found() as found:
            _offers(name, found, decision.platforms)
            shop.say(f"{name}: {found.digest}, recorded in {lock.SHARED}")
            return _pinned(known, name, found.digest, _still(known.shared.get(name), found, decision.platforms))
        case registry.Unreachable(reason=reason) if name in known.shared:
            # A decision for everybody: this machine's network is no reason to drop it.
            shop.say(f"{name}: no registry answers ({reason}); what {lock.SHARED} records stays")
            return known
        case registry.Unreachable(reason=reason) if wanted.whole:
            message = (
                f"{name}: no registry answers ({reason}); name it by digest (@sha256:...), or save it as an archive"
            )
            raise OperationError(message)
        case registry.Unreachable(reason=reason):
            shop.say(f"{name}: no registry answers ({reason})")
            return _local(known, wanted, decision)


def _widened(known: lock.Lock, name: str, pinned: lock.Pinned, decision: Decision) -> lock.Lock:
    """Return the lock with more platforms of the image that is recorded: its digest stays."""
    match registry.ask(f"{pinned.repository}@{pinned.digest}"):
        case registry.Found() as found:
            _offers(name, found, decision.platforms)
            both = tuple(sorted({*pinned.platforms, *decision.platforms}))
            decision.shop.say(f"{name}: recorded for {', '.join(both)}, too")
            return _pinned(known, name, pinned.digest, both)
        case registry.Unreachable(reason=reason):
            message = (
                f"{name}: {lock.SHARED} records it for {', '.join(pinned.platforms)}, not for"
                f" {', '.join(sorted({*decision.platforms} - {*pinned.platforms}))}, and no registry answers ({reason})"
            )
            raise OperationError(message)


def _offers(name: str, found: registry.Found, platforms: Sequence[str]) -> None:
    for one in platforms:
        if not found.offers(one):
            message = f"{name}: not there for {one}, only for {', '.join(found.platforms)}"
            raise OperationError(message)


def _still(before: lock.Pinned | None, found: registry.Found, platforms: Sequence[str]) -> list[str]:
    """Return what an image is recorded for: `platforms`, and those of other stacks that it is still there for."""
    others = before.platforms if before is not None else []
    return sorted({*platforms, *(one for one in others if found.offers(one))})


def _again(known: lock.Lock, wanted: bases.Wanted, own: lock.Made, decision: Decision) -> lock.Lock:
    shop = decision.shop
    shop.say(f"{wanted.key}: its root file system is gone from {shop.cache}, or is not what was recorded; made again")
    made = _make(wanted, decision)
    if made.model_copy(update={"date": own.date}) == own:
        return known
    shop.say(f"{wanted.key}: it is another one now, because Debian's packages moved on: {_moved(own, made)}")
    return _with(known, wanted, made)


def _local(known: lock.Lock, wanted: bases.Wanted, decision: Decision) -> lock.Lock:
    made = _make(wanted, decision)
    before = known.own.get(wanted.key)
    if before is not None and before.model_copy(update={"date": made.date}) == made:
        decision.shop.say(f"{wanted.key}: Debian has nothing newer")
        return known  # what did not move keeps the day on which it was made
    size = f"{len(made.packages)} packages, {made.root.size / 1e6:.0f} MB"
    decision.shop.say(f"{wanted.key}: {size}, in {decision.shop.cache}, recorded in {lock.OWN}")
    return _with(known, wanted, made)


def _make(wanted: bases.Wanted, decision: Decision) -> lock.Made:
    here = f"linux/{ARCHITECTURES.get(platform.machine(), platform.machine())}"
    for one in decision.platforms:
        if one != here:
            message = f"{wanted.name}: no registry answers, and this machine ({here}) makes no base for {one}"
            raise OperationError(message)
    recipe = recipes.find(wanted.name, wanted.run)
    if recipe is None:
        problem = "no registry answers, and it cannot be made from Debian's packages; these can"
        message = f"{wanted.name}: {problem}: {', '.join(recipes.choices())}"
        raise OperationError(message)
    made = make.make(wanted, recipe, here, decision.shop)
    remembered.record(wanted, made, decision.shop.cache)
    return made


def _with(known: lock.Lock, wanted: bases.Wanted, made: lock.Made) -> lock.Lock:
    shared = {key: value for key, value in known.shared.items() if key != wanted.name}
    return dataclasses.replace(known, shared=shared, own={**known.own, wanted.key: made})


def _pinned(known: lock.Lock, name: str, digest: str, platforms: Sequence[str]) -> lock.Lock:
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    repository = reference.parse(name, "base").canonical
    pinned = lock.Pinned(repository=repository, digest=digest, platforms=list(platforms), date=today)
    before = known.shared.get(name)
    if before is not None and (before.digest, before.platforms) == (pinned.digest, pinned.platforms):
        return known  # what did not move keeps the day on which it was decided
    own = {key: value for key, value in known.own.items() if key.partition(" ")[0] != name}
    return dataclasses.replace(known, shared={**known.shared, name: pinned}, own=own)


def _moved(old: lock.Made, new: lock.Made) -> str:
    names = [one.name for one in moved.packages(old.every, new.every)]
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "") if names else "none of them"

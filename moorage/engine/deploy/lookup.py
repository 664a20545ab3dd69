"""Taking a URN: each resource registers once, and finds what is recorded under its URN or an alias."""

from __future__ import annotations

from collections.abc import Sequence

from moorage.engine.deploy import aliases, world
from moorage.engine.state import journal


def take(run: world.World, urn: str, parent: str, given: Sequence[aliases.Alias] = ()) -> journal.Entry | None:
    """Take a URN for a resource of this run; return what is recorded of it. `run.lock` is held by the caller."""
    if parent and parent not in run.seen:
        raise run.refuse("", f"could not find parent resource {parent}")
    if urn in run.seen:
        raise run.refuse(urn, f"Duplicate resource URN '{urn}'; try giving it a unique name")
    if urn in run.taken:
        raise run.refuse(
            urn, f"Duplicate resource URN '{urn}' conflicting with alias on resource with URN '{run.taken[urn]}'"
        )
    run.seen.add(urn)
    if urn in run.olds:
        return run.olds[urn]
    for former in aliases.candidates(urn, parent, given, run.renamed):
        if former in run.olds:
            return _renamed(run, urn, former)
    return None


def _renamed(run: world.World, urn: str, former: str) -> journal.Entry:
    other = former if former in run.seen else run.taken.get(former)
    if other:
        raise run.refuse(
            urn,
            f"Duplicate resource alias '{former}' applied to resource with URN '{urn}' conflicting with resource "
            f"with URN '{other}'",
        )
    run.taken[former] = urn
    run.renamed[urn] = former
    run.state.rename(former, urn)
    return run.olds[former]

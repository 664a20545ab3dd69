"""Images of ours that nobody needs any more: which they are, and their removal."""

from __future__ import annotations

from components.core.operations import Connection, OperationError, Stored
from moorage.cli import deployed, output, target
from moorage.cli.selection import Selection


def connection(chosen: Selection) -> tuple[Connection, list[Stored]]:
    """Return the way to the target's store, and what builds of this stack left there."""
    found = target.of(chosen)
    there = found.operations.connect(found.settings)
    return there, there.images(found.scope)


def doomed(chosen: Selection, stored: list[Stored], *, everything: bool) -> list[Stored]:
    """Return what can go: neither used by a container nor listed in the state, or with `everything` not deployed.

    Raises:
        BackendError: the state is where only the Pulumi CLI reaches: what stays for a rollback cannot be told.
    """
    needed: set[str] = set()
    for listed in deployed.listed(chosen).values():
        for one in listed[:1] if everything else listed:
            needed |= {one.key, one.reference, one.reference.partition("@")[2]}
    return [one for one in stored if not one.used and not {one.version, one.id} & needed]


def remove(there: Connection, names: list[str]) -> int:
    """Remove the names and return how many could not be; each of those is said."""
    failed = 0
    for name in names:
        try:
            there.remove_image(name)
        except OperationError as error:
            output.note(f"{name}: {error}")
            failed += 1
    return failed

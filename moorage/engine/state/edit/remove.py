"""Take resources out of a state; what they stand for stays as it is.

Source: `pkg/resource/edit/operations.go` and `pkg/resource/graph/dependency_graph.go` of pulumi/pulumi.
"""

from __future__ import annotations

from collections.abc import Sequence

from moorage.engine import urn as urns
from moorage.engine.state.edit import rows as rows_
from moorage.engine.state.edit.rows import EditError, Row


def remove(rows: Sequence[Row], targets: Sequence[str], *, force: bool, dependents: bool) -> list[Row]:
    """Return the rows without those of `targets` and, if asked for, whatever depends on them.

    Args:
        rows: the state's.
        targets: URNs.
        force: protected ones too.
        dependents: whatever depends on them goes too.

    Raises:
        EditError: A target is not there or protected, or something that stays depends on it.

    """
    condemned = {id(row): row for row in (rows_.find(rows, urn) for urn in targets)}
    for row in list(condemned.values()):
        followers = [each for each in _dependents(rows, row) if id(each) not in condemned]
        if followers and not dependents:
            listed = "".join(f"\n * '{urns.name(each['urn'])}' ({each['urn']})" for each in followers)
            raise EditError(
                f"{row['urn']} can't be safely deleted because the following resources depend on it:{listed}\n\n"
                "Delete those resources first or pass --target-dependents."
            )
        condemned.update({id(each): each for each in followers})
    if not force:
        check_unprotected(list(condemned.values()))
    return [row for row in rows if id(row) not in condemned]


def check_unprotected(rows: Sequence[Row]) -> None:
    """Raise when one of the rows is protected.

    Raises:
        EditError: It is.

    """
    for row in rows:
        if row.get("protect"):
            raise EditError(
                f"{row['urn']} can't be safely deleted because it is protected. "
                "Re-run this command with --force to force deletion"
            )


def _dependents(rows: Sequence[Row], condemned: Row) -> list[Row]:
    """Return the rows that depend on this one, directly or not, and on no other row of its URN; in order."""
    at = next(position for position, row in enumerate(rows) if row is condemned)
    gone = {condemned["urn"]}
    references = {urns.reference(condemned["urn"], condemned.get("id") or "")}
    others = {row["urn"] for row in rows[:at]}
    found: list[Row] = []
    for row in rows[at + 1 :]:
        needs = {urn for urn, _ in rows_.named(row)}
        if needs & (gone - others) or rows_.provider(row) in references:
            found.append(row)
            gone.add(row["urn"])
            references.add(urns.reference(row["urn"], row.get("id") or ""))
        else:
            others.add(row["urn"])
    return found

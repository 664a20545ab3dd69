"""References: what follows when a resource that others name is taken over under another name."""

from __future__ import annotations

import dataclasses

from moorage.engine import resource
from moorage.engine.state import references

STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"


def _row(urn: str, parent: str, **fields: object) -> resource.Resource:
    type_ = urn.split("::")[2].rpartition("$")[2]
    return dataclasses.replace(resource.Resource(urn=urn, type=type_, custom=True, parent=parent), **fields)


def test_rows_below_a_renamed_parent_carry_its_types_in_their_own_names() -> None:
    """A child and a grandchild that a failed run never reached are called what the next run will ask for."""
    before, now = "urn:pulumi:dev::shop::t:Old::a", "urn:pulumi:dev::shop::t:New::a"
    child, grandchild = "urn:pulumi:dev::shop::t:Old$t:B::b", "urn:pulumi:dev::shop::t:Old$t:B$t:C::c"
    rows = [_row(now, STACK), _row(child, before), _row(grandchild, child), _row("urn:pulumi:dev::shop::t:D::d", STACK)]
    rows[3] = dataclasses.replace(rows[3], dependencies=[grandchild])
    found = references.rename(rows, {before: now})
    assert [(row.urn.split("::")[2], row.parent) for row in found[1:3]] == [
        ("t:New$t:B", now),
        ("t:New$t:B$t:C", "urn:pulumi:dev::shop::t:New$t:B::b"),
    ]
    assert found[3].dependencies == [found[2].urn]
    as_data = [{"urn": row.urn, "parent": row.parent, "dependencies": row.dependencies} for row in rows]
    assert [row["urn"] for row in references.rename_data(as_data, {before: now})] == [row.urn for row in found]


def test_a_new_resource_keeps_the_name_that_another_one_left() -> None:
    """Only what is still to be deleted follows by its own name."""
    left, now = "urn:pulumi:dev::shop::t:A::a", "urn:pulumi:dev::shop::t:A::b"
    rows = [_row(now, STACK), _row(left, STACK), _row(left, STACK, delete=True)]
    assert [row.urn for row in references.rename(rows, {left: now})] == [now, left, now]

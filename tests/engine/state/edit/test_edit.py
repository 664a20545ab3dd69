"""Edits do what the CLI's `state` commands do to the same rows."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from moorage.engine.state import propertyjson
from moorage.engine.state.edit import marks, remove, rename, repair, rows

PREFIX = "urn:pulumi:dev::toy::"
STACK = f"{PREFIX}pulumi:pulumi:Stack::toy-dev"
PROVIDER = f"{PREFIX}pulumi:providers:a::default"


def u(name: str, type_: str = "a:b:C") -> str:
    """Return a URN."""
    return f"{PREFIX}{type_}::{name}"


def thing(name: str, *needs: str, **fields: Any) -> rows.Row:
    """Return a row below the stack that depends on the named ones."""
    found = {"dependencies": [u(each) for each in needs]} if needs else {}
    base = {"urn": u(name), "custom": True, "id": f"id-{name}", "type": "a:b:C", "parent": STACK}
    return {**base, **found, "provider": f"{PROVIDER}::p1", **fields}


HEAD: list[rows.Row] = [
    {"urn": STACK, "custom": False, "type": "pulumi:pulumi:Stack"},
    {"urn": PROVIDER, "custom": True, "id": "p1", "type": "pulumi:providers:a"},
]


def state(*more: rows.Row) -> list[rows.Row]:
    """Return a state with a stack, a provider and more."""
    return [*copy.deepcopy(HEAD), *more]


def names(found: list[rows.Row]) -> list[str]:
    """Return the last part of each URN."""
    return [row["urn"].rpartition("::")[2] for row in found]


def test_removing() -> None:
    """A resource goes alone; with its dependents, near and far, by reference, parent, provider and deletedWith."""
    all_ = state(
        thing("x"), thing("y", "x"), thing("z", propertyDependencies={"a": [u("y")]}), thing("w", deletedWith=u("x"))
    )
    assert names(remove.remove(all_, [u("z")], force=False, dependents=False))[2:] == ["x", "y", "w"]
    assert names(remove.remove(all_, [u("x")], force=False, dependents=True)) == ["toy-dev", "default"]
    assert names(remove.remove(all_, [PROVIDER], force=False, dependents=True)) == ["toy-dev"]
    assert remove.remove(all_, [STACK], force=False, dependents=True) == [HEAD[1]]
    assert names(remove.remove(all_, [u("x"), u("y"), u("z"), u("w")], force=False, dependents=False))[2:] == []
    assert names(all_)[2:] == ["x", "y", "z", "w"]


def test_removing_is_refused() -> None:
    """In the CLI's words: what depends on it is listed; a protected one needs --force, as dependent too."""
    all_ = state(thing("x"), thing("y", "x", protect=True))
    with pytest.raises(rows.EditError) as caught:
        remove.remove(all_, [u("x")], force=False, dependents=False)
    assert str(caught.value) == (
        f"{u('x')} can't be safely deleted because the following resources depend on it:\n * 'y' ({u('y')})\n\n"
        "Delete those resources first or pass --target-dependents."
    )
    with pytest.raises(rows.EditError, match=r"y can't be safely deleted because it is protected\. Re-run"):
        remove.remove(all_, [u("x")], force=False, dependents=True)
    assert names(remove.remove(all_, [u("x")], force=True, dependents=True))[2:] == []


def test_removing_one_of_two_rows() -> None:
    """While a resource is replaced, its URN is ambiguous; what depends on it does not depend on just one of both."""
    all_ = state(thing("x"), thing("y", "x"), thing("x", id="old", delete=True))
    with pytest.raises(rows.EditError, match="is that of 2 resources, with ids 'id-x', 'old': one is being replaced"):
        remove.remove(all_, [u("x")], force=False, dependents=False)


def test_a_urn_that_is_not_there() -> None:
    """The nearest one is named, also for a bare name."""
    for given, said in (
        (u("web2"), f"no such resource '{u('web2')}' exists in the current state; did you mean '{u('web')}'"),
        ("web", f"'web' is not a valid resource URN; did you mean '{u('web')}'"),
        ("?", "'?' is not a valid resource URN; to list them: moorage stack --show-urns"),
    ):
        with pytest.raises(rows.EditError) as caught:
            rows.find(state(thing("web")), given)
        assert str(caught.value) == said


def test_renaming_a_resource() -> None:
    """Whatever refers to it follows; children keep their URNs."""
    child = thing("c", parent=u("x"), urn=f"{PREFIX}a:b:C$a:b:C::c")
    all_ = state(
        thing("x"),
        child,
        thing("y", "x", propertyDependencies={"a": [u("x")], "b": []}, deletedWith=u("x"), replaceWith=[u("x")]),
    )
    _, _, x, c, y = rename.resource(all_, u("x"), "n")
    assert (x["urn"], x["id"]) == (u("n"), "id-x")
    assert (c["urn"], c["parent"]) == (child["urn"], u("n"))
    assert y["dependencies"] == y["replaceWith"] == [u("n")]
    assert (y["propertyDependencies"], y["deletedWith"]) == ({"a": [u("n")], "b": []}, u("n"))
    assert rename.resource(all_, u("x"), "x") == all_
    with pytest.raises(rows.EditError, match=r"^the new name is taken: there is a resource 'urn:.*::y' already$"):
        rename.resource(all_, u("x"), "y")
    with pytest.raises(rows.EditError, match=r"^the new name is empty$"):
        rename.resource(all_, u("x"), "")


def test_renaming_a_provider() -> None:
    """Provider references keep their id."""
    found = rename.resource(state(thing("x")), PROVIDER, "main")
    assert found[1]["urn"] == f"{PREFIX}pulumi:providers:a::main"
    assert found[2]["provider"] == f"{PREFIX}pulumi:providers:a::main::p1"


def test_renaming_a_stack() -> None:
    """Every URN of it follows, in references among values and aliases too; those of other stacks stay."""
    other = "urn:pulumi:prod::toy::a:b:C::x"
    reference = {propertyjson.SIGNATURE: propertyjson.REFERENCE, "urn": u("x"), "id": "1"}
    found = rename.stack(
        state(thing("x"), thing("y", "x", aliases=[u("old"), other], outputs={"a": [reference], "b": u("x")})),
        ("toy", "dev"),
        ("game", "test"),
    )
    new = "urn:pulumi:test::game::"
    assert [row["urn"] for row in found] == [
        f"{new}pulumi:pulumi:Stack::game-test",
        f"{new}pulumi:providers:a::default",
        f"{new}a:b:C::x",
        f"{new}a:b:C::y",
    ]
    y = found[3]
    assert (y["parent"], y["provider"]) == (
        f"{new}pulumi:pulumi:Stack::game-test",
        f"{new}pulumi:providers:a::default::p1",
    )
    assert (y["dependencies"], y["aliases"]) == ([f"{new}a:b:C::x"], [f"{new}a:b:C::old", other])
    assert y["outputs"] == {"a": [{**reference, "urn": f"{new}a:b:C::x"}], "b": u("x")}
    assert rename.stack(found, ("toy", "dev"), ("x", "y")) == found


def test_marks() -> None:
    """On and off, for some or all; a row that is only to be deleted has none and cannot get one."""
    all_ = state(thing("x", protect=True), thing("y"), thing("z", delete=True))
    off = marks.put(all_, [u("x")], "protect", on=False)
    assert "protect" not in off[2]
    on = marks.put(all_, None, "taint", on=True)
    assert [row.get("taint") for row in on] == [True, True, True, True, None]
    assert marks.put(on, None, "taint", on=False) == all_
    with pytest.raises(rows.EditError, match="no such resource"):
        marks.put(all_, [u("z")], "protect", on=True)


def test_a_whole_state_needs_no_repair() -> None:
    """And what repair makes of one that is not needs none either."""
    assert repair.problem(state(thing("x"), thing("y", "x"))) == ""
    done = repair.repair(state(thing("y", "x", "gone"), thing("x"), thing("z")))
    assert (names(done.rows)[2:], done.moved) == (["x", "y", "z"], [u("x")])
    assert done.pruned == [f"  ~ {u('y')}", f"    - {u('gone')} [dependency]"]
    assert (done.left, repair.problem(done.rows)) == ("", "")


def test_a_missing_parent_changes_the_urn() -> None:
    """The URN tells the parents' types: without its parent a resource and its children are named anew."""
    child = thing("c", parent=u("p"), urn=f"{PREFIX}a:b:C$a:b:C::c")
    below = thing("d", parent=child["urn"], urn=f"{PREFIX}a:b:C$a:b:C$a:b:C::d")
    last = thing(
        "e", "c", dependencies=[child["urn"]], propertyDependencies={"k": [u("p")], "l": []}, deletedWith=u("p")
    )
    done = repair.repair(state(child, below, last))
    assert [row["urn"] for row in done.rows[2:]] == [u("c"), f"{PREFIX}a:b:C$a:b:C::d", u("e")]
    assert [row.get("parent") for row in done.rows[2:]] == [None, u("c"), STACK]
    assert (done.rows[4]["dependencies"], done.rows[4].get("deletedWith")) == ([u("c")], None)
    assert done.rows[4]["propertyDependencies"] == {"l": []}
    assert done.pruned == [
        f"  ~ {child['urn']}",
        f"    ~ {u('c')} [urn]",
        f"    - {u('p')} [parent]",
        f"  ~ {below['urn']}",
        f"    ~ {PREFIX}a:b:C$a:b:C::d [urn]",
        f"  ~ {u('e')}",
        f"    - {u('p')} [deleted with]",
        f"    - {u('p')} [property dependency: k]",
    ]
    assert (done.left, repair.problem(done.rows)) == ("", "")


def test_what_cannot_be_repaired() -> None:
    """A missing provider stays missing; a circle has no order."""
    done = repair.repair([HEAD[0], thing("x")])
    assert done.left == f"resource {u('x')} refers to {PROVIDER}::p1, which is missing or comes after it"
    circle = state(thing("x", "y"), thing("y", "x"))
    assert repair.repair(circle) == repair.Repair(circle, [], [], f"{u('y')} and {u('x')} refer to each other")

"""Aliases: a resource that changed its name, type, parent or project stays the same resource."""

from __future__ import annotations

import pytest

from moorage.engine.deploy import aliases
from tests.engine.core import stage as stages
from tests.engine.core.stage import ops

NEW = f"{stages.PREFIX}t:m:T::new"
PARENT = f"{stages.PREFIX}t:m:P::p"
CHILD = f"{stages.PREFIX}t:m:P$t:m:T::p-child"


@pytest.mark.parametrize(
    ("urn", "parent", "given", "renamed", "expected"),
    [
        (NEW, "", [aliases.Alias(urn="urn:x")], {}, ["urn:x"]),
        (NEW, "", [aliases.Alias(name="old")], {}, [f"{stages.PREFIX}t:m:T::old"]),
        (NEW, "", [aliases.Alias(type="t:m:Old")], {}, [f"{stages.PREFIX}t:m:Old::new"]),
        (NEW, "", [aliases.Alias(project="other")], {}, ["urn:pulumi:dev::other::t:m:T::new"]),
        (NEW, "", [aliases.Alias(stack="prod")], {}, ["urn:pulumi:prod::stage::t:m:T::new"]),
        (NEW, stages.STACK, [aliases.Alias(parent=PARENT)], {}, [f"{stages.PREFIX}t:m:P$t:m:T::new"]),
        (CHILD, PARENT, [aliases.Alias(no_parent=True)], {}, [f"{stages.PREFIX}t:m:T::p-child"]),
        (CHILD, PARENT, [], {PARENT: f"{stages.PREFIX}t:m:P::q"}, [f"{stages.PREFIX}t:m:P$t:m:T::q-child"]),
        (
            CHILD,
            PARENT,
            [aliases.Alias(name="other")],
            {PARENT: f"{stages.PREFIX}t:m:Q::q"},
            [
                f"{stages.PREFIX}t:m:P$t:m:T::other",
                f"{stages.PREFIX}t:m:Q$t:m:T::q-child",
                f"{stages.PREFIX}t:m:Q$t:m:T::other",
            ],
        ),
    ],
)
def test_candidates(
    urn: str, parent: str, given: list[aliases.Alias], renamed: dict[str, str], expected: list[str]
) -> None:
    """Each part of an alias stands for that part of the former URN; a parent's former name is the children's, too."""
    assert aliases.candidates(urn, parent, given, renamed) == expected


def test_a_renamed_resource_stays(stage: stages.Stage) -> None:
    """The row gets its new URN, what depends on it follows, and nothing is made or deleted."""
    stage.up('a = Thing("a")\nThing("b", of=a.serial)')
    outcome = stage.up('a = Thing("z", Options(aliases=[Alias(name="a")]))\nThing("b", of=a.serial)')
    assert outcome.ok, stage.errors
    assert ops(outcome) == [("same", "z"), ("same", "b")]
    assert stage.cloud.calls == []
    row = stage.row("z")
    assert (row.id, row.aliases) == ("a-1", [])
    assert stage.row("b").dependencies == [row.urn]
    assert "a" not in stage.rows


def test_a_moved_component_takes_its_children(stage: stages.Stage) -> None:
    """An alias on a component holds for all below it."""
    stage.up('g = Group("g")\nThing("g-a", Options(parent=g))')
    outcome = stage.up('g = Group("h", Options(aliases=[Alias(name="g")]))\nThing("h-a", Options(parent=g))')
    assert outcome.ok, stage.errors
    assert outcome.changes == {"same": 3}
    assert (stage.row("h-a").id, stage.row("h-a").parent) == ("g-a-1", stage.row("h").urn)


def test_a_resource_that_moves_into_a_component(stage: stages.Stage) -> None:
    """`no_parent` finds what used to hang from the stack."""
    stage.up('Thing("a")')
    outcome = stage.up('Thing("a", Options(parent=Group("g"), aliases=[Alias(parent=None)]))')
    assert outcome.ok, stage.errors
    assert ops(outcome) == [("create", "g"), ("same", "a")]


def test_a_renamed_provider_keeps_its_resources(stage: stages.Stage) -> None:
    """A provider under a new name is no other provider."""
    stage.up('Thing("a", Options(provider=Provider("p")))')
    outcome = stage.up('Thing("a", Options(provider=Provider("q", Options(aliases=[Alias(name="p")]))))')
    assert outcome.ok, stage.errors
    assert ops(outcome) == [("same", "q"), ("same", "a")]
    assert stage.row("a").provider == f"{stage.row('q').urn}::{stage.row('q').id}"


def test_two_that_claim_the_same(stage: stages.Stage) -> None:
    """Only one resource can have been the old one."""
    stage.up('Thing("a")')
    outcome = stage.up(
        'x = Thing("x", Options(aliases=[Alias(name="a")]))\n'
        'Thing("y", Options(aliases=[Alias(name="a")], depends_on=[x]))'
    )
    assert not outcome.ok
    assert stage.errors == [
        f"Duplicate resource alias '{stages.PREFIX}test:index:Thing::a' applied to resource with URN "
        f"'{stages.PREFIX}test:index:Thing::y' conflicting with resource with URN '{stages.PREFIX}test:index:Thing::x'"
    ]

"""A state is in the order that every engine needs, or it is refused."""

from __future__ import annotations

import itertools

import pytest

from moorage.engine.resource import Resource
from moorage.engine.state import integrity

PROVIDER = "pulumi:providers:a"


def make(name: str, *needs: str, **fields: object) -> Resource:
    """Return a resource that depends on the named ones."""
    return Resource(name, "a:b:C", custom=True, dependencies=list(needs), **fields)  # pyright: ignore[reportArgumentType] # a test's shorthand


def test_order_is_by_reference_and_else_as_given() -> None:
    """Whatever the order in, each row comes after its parent, provider and dependencies; equals keep their order."""
    rows = [
        make("web", "net", parent="stack", provider="prov::1"),
        make("job", property_dependencies={"x": ["web"]}),
        make("net", deleted_with="base"),
        make("base"),
        Resource("prov", PROVIDER, custom=True, id="1"),
        Resource("stack", "pulumi:pulumi:Stack", custom=False),
    ]
    ordered = integrity.ordered(rows)
    assert [row.urn for row in ordered] == ["prov", "stack", "base", "net", "web", "job"]
    integrity.check(ordered)
    assert integrity.ordered(ordered) == ordered
    for mixed in itertools.islice(itertools.permutations(rows), 0, 720, 7):
        integrity.check(integrity.ordered(mixed))


def test_deep_chain() -> None:
    """A thousand rows in a chain are no problem for the stack."""
    rows = [make(f"r{at}", f"r{at + 1}") for at in range(3000)] + [make("r3000")]
    assert [row.urn for row in integrity.ordered(rows)] == [f"r{at}" for at in range(3000, -1, -1)]


def test_replacement_has_two_rows_of_one_urn() -> None:
    """The old row, to be deleted, and the new one may share a URN; two live ones may not."""
    old, new = make("a", id="1", delete=True), make("a", id="2")
    integrity.check(integrity.ordered([new, make("b", "a"), old]))
    with pytest.raises(integrity.IntegrityError, match=r"^resource a is there twice, and neither is to be deleted$"):
        integrity.check([make("a", id="1"), make("a", id="2")])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([make("a", "b")], "resource a refers to b, which is missing or comes after it"),
        ([make("a", provider="p::1")], "resource a refers to p::1, which is missing or comes after it"),
        ([Resource("a", "t", custom=False, id="x")], "resource a is a component but has an id"),
    ],
)
def test_refusals(rows: list[Resource], message: str) -> None:
    """What the CLI refuses is refused, in one line."""
    with pytest.raises(integrity.IntegrityError) as caught:
        integrity.check(integrity.ordered(rows))
    assert str(caught.value) == message


def test_circle() -> None:
    """Rows that need each other have no order."""
    with pytest.raises(integrity.IntegrityError, match=r"refer to each other$"):
        integrity.ordered([make("a", "b"), make("b", "c"), make("c", "a")])

"""The check of the order of steps finds what came too early."""

from __future__ import annotations

from tests.engine.recorded import order

_ROWS = [
    {"urn": "urn:thing::a"},
    {"urn": "urn:thing::b", "dependencies": ["urn:thing::a"]},
    {"urn": "urn:thing::c", "parent": "urn:thing::b"},
]


def test_what_is_needed_is_made_first() -> None:
    """A creation before that of a dependency is a violation, in the right order there is none."""
    right = [("create", "thing::a"), ("create", "thing::b"), ("create", "thing::c")]
    assert order.violations(right, [], _ROWS) == []
    wrong = [("create", "thing::b"), ("create", "thing::a"), ("create", "thing::c")]
    assert order.violations(wrong, [], _ROWS) == ["create thing::b before what it needs, thing::a"]


def test_what_is_needed_is_deleted_last() -> None:
    """A deletion before that of a child is a violation, in the right order there is none."""
    right = [("delete", "thing::c"), ("delete", "thing::b"), ("delete", "thing::a")]
    assert order.violations(right, _ROWS, []) == []
    wrong = [("delete", "thing::b"), ("delete", "thing::c"), ("delete", "thing::a")]
    assert order.violations(wrong, _ROWS, []) == ["delete thing::b before thing::c, which needs it"]

"""What is decided about a resource that the state has: every rule on its own."""

from __future__ import annotations

import dataclasses

import pytest

from moorage.engine import resource
from moorage.engine.deploy import goal, plan, step
from moorage.engine.providers import protocol

_OLD = resource.Resource("urn:pulumi:dev::p::test:index:Thing::a", "test:index:Thing", custom=True, id="a")
_WANTED = goal.Goal("test:index:Thing", "a", custom=True, inputs={})
_UPDATE = protocol.PropertyDiff("update")
_REPLACE = protocol.PropertyDiff("update-replace")


def _decide(diff: protocol.Diff, **wanted: object) -> plan.Decision:
    return plan.decide(_OLD, dataclasses.replace(_WANTED, **wanted), diff)


def test_no_difference_is_the_same() -> None:
    """Nothing changed: nothing is done, whatever `replaceOnChanges` names."""
    assert _decide(protocol.Diff(), replace_on_changes=["*"]) == plan.Decision("same")


def test_a_changed_path_updates() -> None:
    """A path that does not replace is an update of its top-level key."""
    decision = _decide(protocol.Diff({"ports[0].external": _UPDATE}))
    assert decision == plan.Decision("update", step.Change({"ports[0].external": _UPDATE}, ["ports"], []))


def test_a_replacing_path_replaces() -> None:
    """A path that replaces is a replacement because of its top-level key."""
    decision = _decide(protocol.Diff({"a": _UPDATE, "b.c": _REPLACE}))
    assert decision == plan.Decision("replace", step.Change({"a": _UPDATE, "b.c": _REPLACE}, ["a", "b"], ["b"]))


@pytest.mark.parametrize(
    ("diff", "expected"),
    [
        (protocol.Diff(changes="some"), plan.Decision("update", step.Change(None, [], []))),
        (protocol.Diff(changes="some", changed_keys=("a",)), plan.Decision("update", step.Change(None, ["a"], []))),
        (
            protocol.Diff(changes="some", replace_keys=("b",), changed_keys=("a", "b")),
            plan.Decision("replace", step.Change(None, ["a", "b"], ["b"])),
        ),
    ],
)
def test_keys_do_where_there_are_no_paths(diff: protocol.Diff, expected: plan.Decision) -> None:
    """A provider that tells only that something changed, or only keys, is taken at its word."""
    assert _decide(diff) == expected


@pytest.mark.parametrize("pattern", ["b", "b.c", "b.*", "*"])
def test_replace_on_changes_escalates_what_it_contains(pattern: str) -> None:
    """A changed path that a pattern contains replaces; its neighbour does not."""
    decision = _decide(protocol.Diff({"b.c": _UPDATE, "bc": _UPDATE}), replace_on_changes=[pattern])
    assert decision.action == "replace"
    detailed = decision.change.detailed or {}
    assert detailed["b.c"] == _REPLACE
    assert detailed["bc"] == (_REPLACE if pattern == "*" else _UPDATE)


def test_replace_on_changes_leaves_other_paths_alone() -> None:
    """A pattern that contains nothing of what changed, or a path that replaces anyway, makes no difference."""
    assert _decide(protocol.Diff({"a": _UPDATE}), replace_on_changes=["b"]).action == "update"
    assert _decide(protocol.Diff({"a": _REPLACE}), replace_on_changes=["a"]).change.detailed == {"a": _REPLACE}


def test_replace_on_changes_takes_keys_too() -> None:
    """Where a provider tells keys only, a pattern that contains one replaces."""
    decision = _decide(protocol.Diff(changes="some", changed_keys=("a", "b")), replace_on_changes=["b"])
    assert decision == plan.Decision("replace", step.Change(None, ["a", "b"], ["b"]))


def test_an_unfinished_creation_is_updated() -> None:
    """A resource with init errors is tried again, though nothing changed."""
    old = dataclasses.replace(_OLD, init_errors=["not ready"])
    assert plan.decide(old, _WANTED, protocol.Diff()).action == "update"


@pytest.mark.parametrize(
    ("diff", "paths"),
    [
        (protocol.Diff(), ["#initerror"]),
        (protocol.Diff({"a": _UPDATE}), ["#initerror", "a"]),
        (protocol.Diff(changes="some"), []),
    ],
)
def test_an_unfinished_creation_can_replace(diff: protocol.Diff, paths: list[str]) -> None:
    """`replaceOnChanges: #initerror` replaces it instead, and is named as a path where there are paths."""
    old = dataclasses.replace(_OLD, init_errors=["not ready"])
    decision = plan.decide(old, dataclasses.replace(_WANTED, replace_on_changes=["#initerror"]), diff)
    assert decision.action == "replace"
    assert decision.change.replaces == ["#initerror"]
    assert sorted(decision.change.detailed or {}) == paths


def test_a_row_that_waits_for_its_replacement_is_replaced() -> None:
    """What an earlier run deleted first is made now, though nothing changed."""
    old = dataclasses.replace(_OLD, pending_replacement=True)
    assert plan.decide(old, _WANTED, protocol.Diff()) == plan.Decision("replace")


def test_something_else_can_force_a_replacement() -> None:
    """What no property says, a command or another resource may."""
    assert plan.decide(_OLD, _WANTED, protocol.Diff(), replace=True) == plan.Decision("replace")


@pytest.mark.parametrize(
    ("provider", "program", "fixed", "first"),
    [
        (False, None, False, False),
        (True, None, False, True),
        (True, False, False, False),
        (False, True, False, True),
        (False, False, True, True),
    ],
)
def test_which_goes_first(provider: bool, program: bool | None, fixed: bool, first: bool) -> None:
    """The program decides before the provider does; two of one fixed name cannot be at a time."""
    diff = protocol.Diff({"a": _REPLACE}, delete_before_replace=provider)
    wanted = dataclasses.replace(_WANTED, delete_before_replace=program)
    assert plan.decide(_OLD, wanted, diff, fixed_name=fixed).delete_first is first

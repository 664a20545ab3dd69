"""Where a provider does not say what differs, the engine says it."""

from __future__ import annotations

import pytest

from moorage.engine import resource, values
from moorage.engine.deploy import comparison, goal, plan
from moorage.engine.providers import protocol


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": True}, {"a": "update"}),
        ({"a": None}, {}, {}),
        ({"a": 1}, {"a": None, "b": 2}, {"a": "delete", "b": "add"}),
        ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3, 4]}}, {"a.b[1]": "update", "a.b[2]": "add"}),
        ({"a": [1, 2]}, {"a": [1]}, {"a[1]": "delete"}),
        ({"a": values.Secret(1)}, {"a": 1}, {}),
        ({"a": {"x.y": 1}}, {"a": {"x.y": values.UNKNOWN}}, {'a["x.y"]': "update"}),
    ],
)
def test_differences_are_told_by_path(old: values.Values, new: values.Values, expected: dict[str, str]) -> None:
    """Each difference has its path and kind; marks and nulls are none."""
    assert {path: each.kind for path, each in comparison.compare(old, new).items()} == expected


@pytest.mark.parametrize(
    ("diff", "replace_on", "action", "keys", "replaces"),
    [
        (protocol.Diff(changes="some"), [], "update", [], []),
        (protocol.Diff(changes="none", stable_keys=("id",)), [], "same", [], []),
        (protocol.Diff(changes="some", replace_keys=("b",)), [], "replace", [], ["b"]),
        (protocol.Diff(changed_keys=("a", "b")), [], "update", ["a", "b"], []),
        (protocol.Diff(changed_keys=("a", "b")), ["b"], "replace", ["a", "b"], ["b"]),
        (protocol.Diff(changes="some"), ["*"], "update", [], []),
        (protocol.Diff({"a.b": protocol.PropertyDiff("add")}, changed_keys=("a",)), ["a.b"], "replace", ["a"], ["a"]),
    ],
)
def test_a_diff_without_paths_decides_all_the_same(
    diff: protocol.Diff, replace_on: list[str], action: str, keys: list[str], replaces: list[str]
) -> None:
    """A provider may say no more than that there are changes, or which keys changed or replace."""
    old = resource.Resource("urn:pulumi:s::p::t:i:T::n", "t:i:T", custom=True, id="1")
    wanted = goal.Goal("t:i:T", "n", custom=True, inputs={}, replace_on_changes=replace_on)
    decision = plan.decide(old, wanted, diff)
    assert (decision.action, decision.change.keys, decision.change.replaces) == (action, keys, replaces)

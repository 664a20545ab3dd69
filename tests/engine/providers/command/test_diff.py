"""What a changed command is: an update, at the path that the real provider names."""

from __future__ import annotations

import pytest

from moorage.engine import values
from moorage.engine.providers import command, protocol

CONTEXT = protocol.Context("urn:pulumi:dev::p::command:local:Command::job", "command:local:Command", "job")


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ({"create": "a"}, {"create": "a"}, {}),
        ({"create": "a"}, {"create": "b"}, {"create": "update"}),
        ({"create": "a", "update": "u"}, {"create": "a"}, {"update": "delete"}),
        ({"triggers": ["a"]}, {"triggers": ["b"]}, {"triggers[0]": "update"}),
        ({"triggers": ["a"]}, {"triggers": ["a", "b"]}, {"triggers[1]": "add"}),
        ({"triggers": [{"x": 1}]}, {"triggers": [{"x": 2}]}, {"triggers[0].x": "update"}),
        ({"triggers": ["a"]}, {"triggers": [values.UNKNOWN]}, {"triggers[0]": "update"}),
        ({}, {"triggers": ["b"]}, {"triggers": "add-replace"}),
        ({"triggers": ["b"]}, {}, {"triggers": "delete-replace"}),
        (
            {"environment": {"A": "1"}},
            {"environment": {"A": "2", "B-C": "1"}},
            {"environment.A": "update", 'environment["B-C"]': "add"},
        ),
    ],
)
def test_diff(old: values.Values, new: values.Values, kinds: dict[str, str]) -> None:
    """Recorded from pulumi-command 1.2.1: one trigger of many updates, all of them coming or going replace."""
    diff = command.provider().diff(CONTEXT, "id", old, {**old, "stdout": "", "stderr": ""}, new)
    assert {path: change.kind for path, change in diff.detailed.items()} == kinds
    assert not any(change.input for change in diff.detailed.values())


def test_an_ignored_change_is_none() -> None:
    """A property that the program ignores keeps its old value."""
    context = protocol.Context("urn", "command:local:Command", "job", ignore_changes=("create",))
    assert command.provider().diff(context, "id", {"create": "a"}, {}, {"create": "b"}) == protocol.Diff()

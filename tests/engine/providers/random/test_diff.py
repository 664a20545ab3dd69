"""Which changes draw a new value."""

from __future__ import annotations

import pytest

from moorage.engine import marks, values
from moorage.engine.providers import random
from tests.engine.providers.random.test_shape import context


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ({}, {}, {}),
        ({}, {"special": True, "minLower": 0}, {}),
        ({}, {"length": 9}, {"length": "update-replace"}),
        ({}, {"length": values.UNKNOWN}, {"length": "update-replace"}),
        ({}, {"special": False}, {"special": "update-replace"}),
        ({}, {"minLower": 1}, {"minLower": "update-replace"}),
        ({}, {"numeric": False}, {"numeric": "update-replace", "number": "update-replace"}),
        ({"number": False}, {"numeric": False}, {}),
        ({}, {"keepers": {"a": "b"}}, {"keepers": "add-replace"}),
        ({"keepers": {"a": 1}}, {"keepers": {"a": "1"}}, {}),
        ({"keepers": {"a": "1"}}, {"keepers": {"a": "2"}}, {"keepers": "update-replace"}),
        ({"keepers": {"a": "1"}}, {"keepers": {}}, {"keepers": "update-replace"}),
        ({"keepers": {"a": "1"}}, {}, {"keepers": "delete-replace"}),
        ({"keepers": {"a": "1"}}, {"keepers": {"a": values.UNKNOWN}}, {"keepers": "update-replace"}),
        ({}, {"keepers": values.UNKNOWN}, {"keepers": "add-replace"}),
        ({"keepers": {}}, {}, {"keepers": "delete"}),
        ({}, {"keepers": {}}, {"keepers": "add"}),
        ({"overrideSpecial": ""}, {}, {"overrideSpecial": "delete"}),
        ({}, {"overrideSpecial": ""}, {"overrideSpecial": "add-replace"}),
        ({"overrideSpecial": "x"}, {}, {"overrideSpecial": "delete-replace"}),
    ],
)
def test_diff(old: values.Values, new: values.Values, kinds: dict[str, str]) -> None:
    """Recorded from pulumi-random 4.21.4: defaults are no change, no keepers and empty ones are the same value."""
    provider = random.provider()
    key, made = provider.create(context("RandomPassword"), {"length": 8, **old})
    outputs = marks.strip(made)
    diff = provider.diff(context("RandomPassword"), key, {"length": 8, **old}, outputs, {"length": 8, **new})
    assert {path: change.kind for path, change in diff.detailed.items()} == kinds


def test_a_harmless_change_keeps_the_value() -> None:
    """An update records the new inputs; result and hash stay, and stay secret."""
    provider = random.provider()
    key, made = provider.create(context("RandomPassword"), {"length": 8, "keepers": {}})
    after = provider.update(context("RandomPassword"), key, {}, marks.strip(made), {"length": 8})
    assert (after["result"], after["bcryptHash"]) == (made["result"], made["bcryptHash"])
    assert "keepers" not in after


def test_an_ignored_change_is_none() -> None:
    """A property that the program ignores keeps its old value."""
    provider = random.provider()
    _, outputs = provider.create(context("RandomId"), {"byteLength": 2})
    ignoring = context("RandomId", ignore_changes=("byteLength",))
    assert provider.diff(ignoring, "id", {}, outputs, {"byteLength": 3}).detailed == {}


@pytest.mark.parametrize(
    ("name", "kind"), [("RandomBytes", "add-replace"), ("RandomPet", "add"), ("RandomUuid7", "add")]
)
def test_empty_keepers_are_none_but_for_bytes(name: str, kind: str) -> None:
    """Recorded from pulumi-random 4.21.4: RandomBytes alone takes empty keepers for a change."""
    inputs = {"length": 2} if name == "RandomBytes" else {}
    key, outputs = random.provider().create(context(name), inputs)
    diff = random.provider().diff(context(name), key, inputs, marks.strip(outputs), {**inputs, "keepers": {}})
    assert {path: change.kind for path, change in diff.detailed.items()} == {"keepers": kind}

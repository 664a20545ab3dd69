"""Secrets that are known are taken out of what is told, wherever they turn up."""

from __future__ import annotations

import json

import pytest

from moorage.engine import blinds, values
from moorage.engine.providers import protocol
from tests.engine.core import stage as stages


def test_texts() -> None:
    """As they are and as JSON writes them, the longest first; what is too short to be hidden stays."""
    made = blinds.Blinds()
    assert made.text("abc") == "abc"
    made.hide(["key", "key-and-more", 'quo"te', "ab", "True"])
    assert made.text("a key, key-and-more, ab, true") == "a [secret], [secret], ab, true"
    assert made.text(json.dumps({"x": 'quo"te'})) == '{"x": "[secret]"}'
    assert made.value({"a": ["the key", 1, None, {"b": "key"}]}) == {"a": ["the [secret]", 1, None, {"b": "[secret]"}]}


def test_marked_texts() -> None:
    """Those in secrets, however deep, and no others."""
    value = {"a": values.Secret({"b": ["x", 1]}), "c": "open", "d": [values.Secret("y")]}
    assert list(blinds.marked(value)) == ["x", "y"]


def test_a_secret_in_a_providers_message(stage: stages.Stage) -> None:
    """A failing resource's own secrets are not told, in no event."""
    stage.cloud.broken["create", "a"] = protocol.ProviderError('denied: "canary-7b1f" is no password')
    stage.up('Thing("a", password=pulumi.Output.secret("canary-7b1f"))')
    assert stage.errors[0] == 'denied: "[secret]" is no password'
    assert "canary" not in json.dumps(stage.events)


@pytest.mark.parametrize("method", ["check", "diff", "update", "delete"])
def test_a_secret_in_what_any_method_says(stage: stages.Stage, method: str) -> None:
    """Whichever call fails, be it before a step has begun, its own secrets are not told."""
    stage.up('Thing("a", password=pulumi.Output.secret("canary-7b1f"))')
    stage.cloud.broken[method, "a"] = protocol.ProviderError('denied: "canary-7b1f" is no password')
    gone = method == "delete"
    stage.up("" if gone else 'Thing("a", size=2, password=pulumi.Output.secret("canary-7b1f"))')
    assert stage.errors[0] == 'denied: "[secret]" is no password'
    assert "canary" not in json.dumps(stage.events)


def test_a_secret_in_what_is_recorded_of_a_failure(stage: stages.Stage) -> None:
    """Why a resource did not come up well is in the state, where nothing marks a part of a text."""
    why = "canary-7b1f was not taken"
    stage.cloud.broken["create", "a"] = protocol.ProviderError("ill", id="a-1", outputs={}, reasons=[why])
    stage.up('Thing("a", password=pulumi.Output.secret("canary-7b1f"))')
    assert stage.row("a").init_errors == ["[secret] was not taken"]

"""Secrets: plain to the provider, marked in state, blinded in events."""

from __future__ import annotations

import json

from moorage.engine import values
from tests.engine.core import stage as stages

CANARY = "canary-7b1f"
PROGRAM = f"""
    hidden = pulumi.Output.secret("{CANARY}")
    a = Thing("a", password=hidden, nested={{"list": ["open", hidden]}}, open="open",
              opts=Options(additional_secret_outputs=["serial"]))
    b = Thing("b", of=a.serial, text=pulumi.Output.concat("x-", hidden))
    pulumi.export("password", hidden)
"""


def test_the_provider_gets_plain_values_and_the_state_marked_ones(stage: stages.Stage) -> None:
    """Marks come off for the provider and are put on again at the same paths."""
    outcome = stage.up(PROGRAM)
    assert outcome.ok, stage.errors
    assert stage.cloud.seen["create", "a"][0] == {
        "password": CANARY,
        "nested": {"list": ["open", CANARY]},
        "open": "open",
    }
    secret = values.Secret(CANARY)
    row = stage.row("a")
    assert row.inputs == {"password": secret, "nested": {"list": ["open", secret]}, "open": "open"}
    assert row.outputs == {**row.inputs, "serial": values.Secret(1)}
    assert row.additional_secret_outputs == ["serial"]
    assert outcome.outputs == {"password": secret}


def test_what_is_made_of_a_secret_is_secret(stage: stages.Stage) -> None:
    """An output that was marked stays marked where it is used, in another resource as in the stack's outputs."""
    stage.up(PROGRAM)
    row = stage.row("b")
    assert row.inputs == {"of": values.Secret(1), "text": values.Secret(f"x-{CANARY}")}
    assert stage.row("stage-dev").outputs == {"password": values.Secret(CANARY)}


def test_a_secret_is_in_no_event(stage: stages.Stage) -> None:
    """Events blind secrets as the CLI does: the type's tag, and `[secret]` for the text."""
    stage.up(PROGRAM)
    text = json.dumps(stage.events)
    assert CANARY not in text
    blinded = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "[secret]"}
    made = [event["resourcePreEvent"]["metadata"]["new"] for event in stage.events if "resourcePreEvent" in event]
    assert made[1]["inputs"] == {"password": blinded, "nested": {"list": ["open", blinded]}, "open": "open"}


def test_secrets_that_did_not_change_are_no_change(stage: stages.Stage) -> None:
    """A second run finds everything the same."""
    stage.up(PROGRAM)
    saves = len(stage.store.saved)
    outcome = stage.up(PROGRAM)
    assert outcome.changes == {"same": 3}
    assert len(stage.store.saved) == saves


def test_a_value_that_becomes_secret_is_marked_without_an_effect(stage: stages.Stage) -> None:
    """The mark alone is no change to the provider, and one write records it."""
    stage.up('Thing("a", size=1)')
    saves = len(stage.store.saved)
    outcome = stage.up('Thing("a", size=pulumi.Output.secret(1))')
    assert outcome.changes == {"same": 2}
    assert stage.cloud.calls == []
    assert stage.row("a").inputs == {"size": values.Secret(1)}
    assert len(stage.store.saved) == saves + 1


def test_a_secret_of_the_provider_itself_stays_one(stage: stages.Stage) -> None:
    """Secret provider configuration is plain to the provider and marked in its row."""
    outcome = stage.up('Provider("p", prefix=pulumi.Output.secret("pre-"))')
    assert outcome.ok, stage.errors
    assert stage.cloud.seen["configure", "pre-"] == {"prefix": "pre-"}
    assert stage.row("p").outputs == {"prefix": values.Secret("pre-")}

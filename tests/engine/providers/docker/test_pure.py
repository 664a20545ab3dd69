"""Drift, previews and equality: what follows from the tables."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moorage.engine import values
from moorage.engine.providers.docker import drift, outputs, preview, same, tables
from moorage.engine.providers.docker.container.schema import CONTAINER
from moorage.engine.providers.docker.schema import Property


@pytest.mark.parametrize(
    ("recorded", "before", "now", "inputs"),
    [
        ({"memory": 1}, {"memory": 1}, {"memory": 1}, {"memory": 1}),
        ({"memory": 1}, {"memory": 1}, {"memory": 2}, {"memory": 2}),
        ({}, {}, {"memory": 2}, {"memory": 2}),
        ({"memory": 1}, {"memory": 1}, {}, {}),
        ({}, {"hostname": "a"}, {"hostname": "b"}, {}),
        (
            {"mustRun": True, "__defaults": ["mustRun", "x"]},
            {"mustRun": True},
            {"mustRun": False},
            {"mustRun": False, "__defaults": ["x"]},
        ),
        ({}, {"exitCode": 0}, {"exitCode": 1}, {}),
        (
            {"ports": [{"internal": 80, "__defaults": []}]},
            {"ports": [{"internal": 80, "external": 1}]},
            {"ports": [{"internal": 80, "external": 2}]},
            {"ports": [{"internal": 80, "__defaults": []}]},
        ),
        (
            {"networksAdvanced": [{"name": "a"}]},
            {"networksAdvanced": [{"name": "a"}]},
            {"networksAdvanced": [{"name": "a"}, {"name": "b"}]},
            {"networksAdvanced": [{"name": "a"}, {"name": "b"}]},
        ),
    ],
)
def test_drift(recorded: dict[str, Any], before: dict[str, Any], now: dict[str, Any], inputs: dict[str, Any]) -> None:
    """What changed outside shows in the inputs; what Docker chooses does not; a changed default is none any more."""
    assert drift.inputs(CONTAINER, recorded, before, now) == inputs


def test_preview_of_a_new_one() -> None:
    """Before it exists, what was given is known, what Docker tells is unknown, what nobody asked for is not there."""
    assert preview.created(
        tables.VOLUME, {"name": "a", "labels": [{"label": "l", "value": "v", "__defaults": []}]}
    ) == {
        "name": "a",
        "labels": [{"label": "l", "value": "v"}],
        "driver": values.UNKNOWN,
        "mountpoint": values.UNKNOWN,
    }


def test_preview_of_a_port() -> None:
    """The port that Docker will choose is unknown, one that was given is known."""
    given = {"ports": [{"internal": 80}, {"internal": 81, "external": 8081}]}
    assert [port["external"] for port in preview.created(CONTAINER, given)["ports"]] == [values.UNKNOWN, 8081]


def test_complete_outputs() -> None:
    """Every property is recorded, set or not, those inside objects too, as the bridge writes them."""
    given = {"name": "n", "networksAdvanced": [{"name": "a", "aliases": ["b"]}]}
    found = outputs.complete(CONTAINER, "id", given)
    assert found.keys() == {*CONTAINER.properties, "id"}
    wanted = {"attach": False, "envs": [], "dns": None, "ports": [], "memory": None, "healthcheck": None, "id": "id"}
    assert {key: found[key] for key in wanted} == wanted
    assert found["networksAdvanced"] == [
        {
            "name": "a",
            "aliases": ["b"],
            "ipv4Address": "",
            "ipv6Address": "",
            "linkLocalIps": [],
            "macAddress": "",
            "driverOpts": [],
            "gwPriority": None,
        }
    ]


def test_preview_of_a_change() -> None:
    """A change in place keeps what Docker told, takes what is new and drops what is asked for no longer."""
    before = {"name": "a", "imageId": "sha256:1", "keepLocally": True, "__meta": "m"}
    after = preview.updated(tables.IMAGE, before, {"name": "a", "forceRemove": True, "__defaults": []})
    assert after == {"name": "a", "imageId": "sha256:1", "forceRemove": True, "__meta": "m"}


@given(st.lists(st.text()), st.randoms())
def test_sets_have_no_order(elements: list[str], random: Any) -> None:
    """The same elements in another order are the same set, and not the same list unless the order is."""
    shuffled = list(elements)
    random.shuffle(shuffled)
    assert same.same(Property("string", "set"), elements, shuffled)
    assert same.same(Property("string", "list"), elements, shuffled) == (elements == shuffled)


@pytest.mark.parametrize("empty", [None, "", 0, False])
def test_nothing_is_nothing(empty: object) -> None:
    """Nothing, empty and zero mean the same, as in Terraform; anything else does not."""
    assert same.same(Property("string"), empty, None)
    assert not same.same(Property("string"), empty, "a")

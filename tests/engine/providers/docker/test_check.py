"""Check: what is refused, in which words, and what is filled in."""

from __future__ import annotations

from typing import Any

import pytest

from moorage.engine import values
from moorage.engine.providers.docker import serve
from moorage.engine.providers.protocol import Autonaming, Checked, Context

CONTAINER = "docker:index/container:Container"


def check(given: dict[str, Any], token: str = CONTAINER, old: dict[str, Any] | None = None, **more: Any) -> Checked:
    """Check inputs as the engine would."""
    more = {"autonaming": Autonaming("p-dev-web-0123456"), **more}
    return serve.Docker().check(Context(f"urn::{token}::web", token, "web", **more), old or {}, given)


@pytest.mark.parametrize(
    ("given", "path", "reason"),
    [
        ({"imge": "a"}, "imge", "unknown property; did you mean 'image'?"),
        (
            {"ports": [{"internal": 80, "exernal": 81}]},
            "ports[0].exernal",
            "unknown property; did you mean 'external'?",
        ),
        ({"exitCode": 1}, "exitCode", "is an output, it cannot be set"),
        ({"gpus": "all"}, "gpus", "the embedded engine does not honour it: use deviceRequests"),
        (
            {"networksAdvanced": [{"name": "n", "gwPriority": 1}]},
            "networksAdvanced[0].gwPriority",
            "the embedded engine does not honour it: Docker's Python client cannot say it",
        ),
        ({"memory": "much"}, "memory", "must be an integer, not a string"),
        ({"memory": -1}, "memory", "-1 is too low, at least 0"),
        ({"memory": 1.5}, "memory", "must be an integer, not the number 1.5"),
        ({"command": "sleep"}, "command", "must be a list, not a string"),
        ({"healthcheck": []}, "healthcheck", "must be a map, not a list"),
        ({"tmpfs": {"/tmp": ["a"]}}, "tmpfs./tmp", "must be a string, not a list"),
        ({"restart": "sometimes"}, "restart", "'sometimes' does not match ^(no|on-failure|always|unless-stopped)$"),
        ({"ports": [{"external": 80}]}, "ports[0].internal", "is required"),
        ({"command": ["sh", ""]}, "command[1]", "must not be empty"),
        ({"uploads": [{"file": "/a"}]}, "uploads[0]", "needs exactly one of content, contentBase64, source"),
        (
            {"uploads": [{"file": "/a", "content": "a", "source": "b"}]},
            "uploads[0]",
            "needs exactly one of content, contentBase64, source",
        ),
        ({"uploads": [{"file": "/a", "contentBase64": "?"}]}, "uploads[0].contentBase64", "is not base64"),
        ({"volumes": [{"readOnly": True}]}, "volumes[0]", "needs either containerPath or fromContainer"),
        ({"privileged": values.Asset(text="a")}, "privileged", "must be a boolean, not asset"),
    ],
)
def test_refusals(given: dict[str, Any], path: str, reason: str) -> None:
    """An input that is not acceptable is named with its path and the reason, alone."""
    failures = check({"image": "a", **given}).failures
    assert [(failure.property, failure.reason) for failure in failures] == [(path, reason)]


def test_missing() -> None:
    """A required input that is missing, or null, is named."""
    assert [(failure.property, failure.reason) for failure in check({"image": None}).failures] == [
        ("image", "is required")
    ]


def test_defaults() -> None:
    """Defaults are filled in as the bridge leaves them: what is false, 0 or empty stays away, the rest is listed."""
    assert check({"image": "a", "ports": [{"internal": 80}]}).inputs == {
        "image": "a",
        "name": "p-dev-web-0123456",
        "networkMode": "bridge",
        "restart": "no",
        "start": True,
        "mustRun": True,
        "waitTimeout": 60,
        "removeVolumes": True,
        "containerReadRefreshTimeoutMilliseconds": 15000,
        "ports": [{"internal": 80, "ip": "0.0.0.0", "protocol": "tcp", "__defaults": ["ip", "protocol"]}],  # noqa: S104 - the real default
        "__defaults": [
            "containerReadRefreshTimeoutMilliseconds",
            "mustRun",
            "name",
            "networkMode",
            "removeVolumes",
            "restart",
            "start",
            "waitTimeout",
        ],
    }


def test_types_of_the_wire() -> None:
    """Text that is a number or a boolean becomes one, a number where text is wanted becomes text."""
    given = {"image": "a", "memory": "64", "readOnly": "true", "cpus": 2, "shmSize": 64.0}
    inputs = check(given).inputs
    assert {key: inputs[key] for key in given} == {**given, "memory": 64, "readOnly": True, "cpus": "2", "shmSize": 64}
    assert type(inputs["shmSize"]) is int


def test_unknown_values_pass() -> None:
    """What is unknown in a preview is accepted anywhere, and stays unknown."""
    given = {"image": values.UNKNOWN, "envs": [values.UNKNOWN], "uploads": [{"file": "/a", "content": values.UNKNOWN}]}
    checked = check(given)
    assert checked.failures == []
    assert checked.inputs["image"] is values.UNKNOWN
    assert checked.inputs["envs"] == [values.UNKNOWN]


def test_made_up_name_stays() -> None:
    """A made-up name is taken up again; a given one that is taken away makes a new one."""
    old = check({"image": "a"}).inputs
    assert check({"image": "b"}, old=old, autonaming=Autonaming("other")).inputs["name"] == "p-dev-web-0123456"
    given = check({"image": "a", "name": "mine"}).inputs
    assert check({"image": "a"}, old=given).inputs["name"] == "p-dev-web-0123456"


@pytest.mark.parametrize(
    ("autonaming", "path", "reason"),
    [
        (Autonaming("", "disabled"), "name", "is required: automatic naming is disabled"),
        (Autonaming("x" * 256), "name", f"the proposed name '{'x' * 256}' is longer than 255 characters"),
    ],
)
def test_names_that_cannot_be(autonaming: Autonaming, path: str, reason: str) -> None:
    """No name is made up where that is forbidden or makes no sense."""
    failures = check({"image": "a"}, autonaming=autonaming).failures
    assert [(failure.property, failure.reason) for failure in failures] == [(path, reason)]


def test_name_without_a_proposal_is_of_the_seed() -> None:
    """Without a proposal the name ends in 7 hex digits of the seed, the same for the same seed."""
    one = check({"image": "a"}, autonaming=None, seed=b"1" * 32).inputs["name"]
    assert one == check({"image": "a"}, autonaming=None, seed=b"1" * 32).inputs["name"]
    assert one != check({"image": "a"}, autonaming=None, seed=b"2" * 32).inputs["name"]
    assert len(one) == len("web-0123456")

"""Diff: what replaces, what is changed in place, what is no change at all."""

from __future__ import annotations

from typing import Any

import pytest

from moorage.engine import values
from moorage.engine.providers.docker import serve
from moorage.engine.providers.protocol import Context, Diff

BASE: dict[str, Any] = {
    "image": "sha256:1",
    "name": "web",
    "memory": 64,
    "envs": ["A=1", "B=2"],
    "labels": [{"label": "a", "value": "1"}, {"label": "b", "value": "2"}],
    "ports": [{"internal": 80, "external": 8080, "ip": "127.0.0.1", "protocol": "tcp"}],
    "capabilities": {"drops": ["ALL"]},
    "tmpfs": {"/tmp": "size=1m"},
    "mustRun": True,
}


def diff(change: dict[str, Any], of: str = "docker:index/container:Container", outputs: Any = None) -> Diff:
    """Compare the base with itself, changed; None takes a property away."""
    new = {key: value for key, value in {**BASE, **change}.items() if value is not None}
    return serve.Docker().diff(Context("urn", of, "web"), "id", BASE, outputs or {}, new)


@pytest.mark.parametrize(
    ("change", "detailed"),
    [
        ({}, {}),
        ({"memory": 128}, {"memory": "update"}),
        ({"memory": None}, {"memory": "delete-replace"}),
        ({"memorySwap": 64}, {"memorySwap": "add"}),
        ({"restart": "always"}, {"restart": "add"}),
        ({"cpuShares": 512, "cpuSet": "0"}, {"cpuShares": "add", "cpuSet": "add"}),
        ({"destroyGraceSeconds": 10, "wait": True}, {"destroyGraceSeconds": "add", "wait": "add"}),
        ({"image": "sha256:2"}, {"image": "update-replace"}),
        ({"image": values.UNKNOWN}, {"image": "update-replace"}),
        ({"cpus": "0.5"}, {"cpus": "add-replace"}),
        ({"init": True}, {"init": "add-replace"}),
        ({"envs": ["B=2", "A=1"]}, {}),
        ({"envs": ["A=1", "B=3"]}, {"envs[1]": "update-replace"}),
        ({"envs": ["A=1", "B=2", "C=3"]}, {"envs[2]": "add-replace"}),
        ({"envs": ["A=1"]}, {"envs[1]": "delete-replace"}),
        ({"envs": ["A=1", values.UNKNOWN]}, {"envs[1]": "update-replace"}),
        ({"labels": list(reversed(BASE["labels"]))}, {}),
        (
            {"labels": [{"label": "a", "value": "1"}, {"label": "b", "value": "3"}]},
            {"labels[1].value": "update-replace"},
        ),
        ({"ports": [{**BASE["ports"][0], "external": 8081}]}, {"ports[0].external": "update-replace"}),
        ({"ports": [{key: BASE["ports"][0][key] for key in ("internal", "ip", "protocol")}]}, {}),
        ({"ports": None}, {"ports": "delete-replace"}),
        ({"capabilities": {"drops": ["ALL"], "adds": ["CHOWN"]}}, {"capabilities.adds": "add-replace"}),
        ({"tmpfs": {"/tmp": "size=2m"}}, {"tmpfs./tmp": "update-replace"}),
        ({"user": ""}, {}),
        ({"user": "1000"}, {"user": "add-replace"}),
        ({"readOnly": False}, {}),
        ({"readOnly": True}, {"readOnly": "add-replace"}),
        ({"healthcheck": {"interval": "5s"}}, {"healthcheck": "add-replace"}),
        ({"sysctls": {"net.a": "1"}}, {'sysctls["net.a"]': "add-replace"}),
        ({"tmpfs": None}, {"tmpfs./tmp": "delete-replace"}),
        ({"uploads": [{"file": "/a", "content": "a"}]}, {"uploads": "add-replace"}),
    ],
)
def test_container(change: dict[str, Any], detailed: dict[str, str]) -> None:
    """Each change is named by its path, and is in place only where Docker can change a living container."""
    found = diff(change)
    assert {path: item.kind for path, item in found.detailed.items()} == detailed
    assert found.replaces == [path for path, kind in detailed.items() if kind.endswith("-replace")]


def test_old_container_goes_first() -> None:
    """A container is removed before its successor comes: ports and names can be held once only."""
    assert diff({"image": "b"}).delete_before_replace
    assert not diff({"driver": "b"}, "docker:index/volume:Volume").delete_before_replace


def test_container_that_must_run_and_does_not() -> None:
    """A container that was seen stopped though it must run is a change in place."""
    found = diff({}, outputs={"mustRun": False})
    assert {path: (item.kind, item.input) for path, item in found.detailed.items()} == {"mustRun": ("update", False)}


@pytest.mark.parametrize(
    ("token", "change"),
    [
        ("docker:index/network:Network", {"internal": True}),
        ("docker:index/network:Network", {"ipamConfigs": [{"subnet": "10.0.0.0/24"}]}),
        ("docker:index/volume:Volume", {"driverOpts": {"type": "tmpfs"}}),
        ("docker:index/volume:Volume", {"labels": [{"label": "c", "value": "3"}]}),
        ("docker:index/remoteImage:RemoteImage", {"triggers": {"digest": "2"}}),
        ("docker:index/tag:Tag", {"targetImage": "b"}),
    ],
)
def test_others_are_replaced(token: str, change: dict[str, Any]) -> None:
    """Networks, volumes, images and tags cannot change in place."""
    assert diff(change, token).replaces


def test_image_flags_change_in_place() -> None:
    """What only matters when an image is removed is recorded in place."""
    found = diff({"keepLocally": True, "forceRemove": True}, "docker:index/remoteImage:RemoteImage")
    assert {path: item.kind for path, item in found.detailed.items()} == {"keepLocally": "add", "forceRemove": "add"}


@pytest.mark.parametrize(
    ("defaults", "expected"),
    [([], True), (["driver"], True), (["name"], False)],
)
@pytest.mark.parametrize("kind", ["volume:Volume", "network:Network"])
def test_a_given_name_is_freed_before_the_successor_takes_it(kind: str, defaults: list[str], expected: bool) -> None:
    """Two volumes or networks cannot share a name that the program gave; a made-up one differs each time."""
    old = {"name": "data", "__defaults": defaults}
    new = {**old, "labels": [{"label": "a", "value": "1"}]}
    found = serve.Docker().diff(Context("urn", f"docker:index/{kind}", "data"), "data", old, {}, new)
    assert (found.replaces, found.delete_before_replace) == (["labels"], expected)


def test_saying_what_is_there_already() -> None:
    """Giving a value that Docker had chosen, and that is recorded as output, changes nothing; another one does."""
    outputs = {"driver": "local", "runtime": "runc"}
    assert diff({"driver": "local"}, "docker:index/volume:Volume", outputs).detailed == {}
    assert diff({"driver": "other"}, "docker:index/volume:Volume", outputs).detailed["driver"].kind == "update-replace"
    assert diff({"runtime": "runc"}, outputs=outputs).detailed == {}

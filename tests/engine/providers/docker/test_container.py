"""Containers on a real engine: made as asked, unchanged when nothing changed, changed and removed as told."""

from __future__ import annotations

import socket
from concurrent import futures
from typing import Any

import pytest

from moorage.engine.providers.protocol import ProviderError
from tests.engine.providers.docker.conftest import Desk, Made

pytestmark = pytest.mark.docker

HARDENED: dict[str, Any] = {
    "user": "10001:10001",
    "readOnly": True,
    "capabilities": {"drops": ["ALL"]},
    "securityOpts": ["no-new-privileges:true"],
    "memory": 64,
    "memorySwap": 64,
    "tmpfs": {"/tmp": "size=1m,mode=1777"},
    "logDriver": "json-file",
    "logOpts": {"max-size": "1m"},
    "labels": [{"label": "moorage.test", "value": "1"}],
    "envs": ["A=1"],
    "restart": "unless-stopped",
    "stopSignal": "SIGINT",
    "stopTimeout": 3,
    "hostname": "web",
    "workingDir": "/tmp",
    "groupAdds": ["20"],
    "ulimits": [{"name": "nofile", "soft": 64, "hard": 128}],
    "sysctls": {"net.ipv4.ip_unprivileged_port_start": "0"},
    "hosts": [{"host": "other", "ip": "192.0.2.1"}],
    "dns": ["192.0.2.2"],
    "shmSize": 2,
    "cpuShares": 512,
    "healthcheck": {"tests": ["CMD", "true"], "interval": "500ms", "retries": 3},
    "wait": True,
}


def unchanged(desk: Desk, made: Made, **given: Any) -> None:
    """Assert that a refresh sees what was recorded, and that the same program changes nothing."""
    seen = desk.refresh(made)
    assert seen is not None
    assert (seen.id, seen.inputs, seen.outputs) == (made.id, made.inputs, made.outputs)
    assert desk.diff(seen, **given).detailed == {}


def test_hardened(desk: Desk) -> None:
    """A container with all that a workload asks for is made so, and a refresh finds no change."""
    network = desk.make("Network", "net")
    volume = desk.make("Volume", "vol")
    given: dict[str, Any] = {
        **HARDENED,
        "image": desk.image,
        "command": ["sleep", "600"],
        "init": True,
        "networksAdvanced": [{"name": network.id, "aliases": ["web"]}],
        "mounts": [{"type": "volume", "source": volume.id, "target": "/data"}],
        "ports": [{"internal": 80, "ip": "127.0.0.1"}],
    }
    made = desk.container("web", **given)
    unchanged(desk, made, **given)
    inspected = desk.engine.inspect_container(made.id)
    host = inspected["HostConfig"]
    assert inspected["Config"]["User"] == "10001:10001"
    assert (host["ReadonlyRootfs"], host["CapDrop"], host["Memory"]) == (True, ["ALL"], 64 * 1024 * 1024)
    assert host["SecurityOpt"] == ["no-new-privileges:true"]
    assert list(inspected["NetworkSettings"]["Networks"]) == [network.outputs["name"]]
    assert "web" in inspected["NetworkSettings"]["Networks"][network.outputs["name"]]["Aliases"]
    assert inspected["State"]["Health"]["Status"] == "healthy"
    bound = inspected["NetworkSettings"]["Ports"]["80/tcp"][0]
    assert made.outputs["ports"] == [
        {"internal": 80, "external": int(bound["HostPort"]), "ip": "127.0.0.1", "protocol": "tcp"}
    ]
    assert made.outputs["networkDatas"][0]["ipAddress"].count(".") == 3
    assert made.outputs["name"] == f"{desk.prefix}-web"


def test_nothing_asked(desk: Desk) -> None:
    """What nobody asked for and Docker fills in is an output, no input, and no change later."""
    made = desk.container("plain")
    unchanged(desk, made, image=desk.image, command=["sleep", "600"], init=True)
    assert made.outputs["hostname"] == made.id[:12]
    assert made.outputs["runtime"] == "runc"
    assert "hostname" not in made.inputs


def test_limits_change_in_place(desk: Desk) -> None:
    """Memory, processor shares and restart policy change while the container runs."""
    given: dict[str, Any] = {"image": desk.image, "command": ["sleep", "600"], "init": True, "memory": 32}
    made = desk.container("web", **given)
    change = {**given, "memory": 96, "cpuShares": 256, "restart": "on-failure", "maxRetryCount": 2}
    new = desk.check("Container", "web", change, made.inputs)
    outputs = desk.provider.update(made.context, made.id, made.inputs, made.outputs, new)
    host = desk.engine.inspect_container(made.id)["HostConfig"]
    assert (host["Memory"], host["CpuShares"]) == (96 * 1024 * 1024, 256)
    assert host["RestartPolicy"] == {"Name": "on-failure", "MaximumRetryCount": 2}
    assert (outputs["memory"], outputs["restart"]) == (96, "on-failure")
    unchanged(desk, Made(made.context, made.id, new, outputs), **change)


def test_drift_of_limits(desk: Desk) -> None:
    """A limit that somebody changed shows in the refreshed inputs, and the next diff puts it back."""
    given: dict[str, Any] = {"image": desk.image, "command": ["sleep", "600"], "init": True, "cpuShares": 256}
    made = desk.container("web", **given)
    desk.engine.update_container(made.id, cpu_shares=512, restart_policy={"Name": "always"})
    seen = desk.refresh(made)
    assert seen is not None
    assert (seen.outputs["cpuShares"], seen.outputs["restart"]) == (512, "always")
    assert {path: change.kind for path, change in desk.diff(seen, **given).detailed.items()} == {
        "cpuShares": "update",
        "restart": "update",
    }


def test_stopped_by_hand(desk: Desk) -> None:
    """A container that must run and was stopped is started again, in place."""
    given: dict[str, Any] = {"image": desk.image, "command": ["sleep", "600"], "init": True}
    given["ports"] = [{"internal": 80, "ip": "127.0.0.1"}]
    made = desk.container("web", **given)
    desk.engine.stop(made.id, timeout=0)
    seen = desk.refresh(made)
    assert seen is not None
    code = desk.engine.inspect_container(made.id)["State"]["ExitCode"]
    assert (seen.outputs["mustRun"], seen.outputs["exitCode"]) == (False, code)
    assert {path: change.kind for path, change in desk.diff(seen, **given).detailed.items()} == {"mustRun": "update"}
    new = desk.check("Container", "web", given, seen.inputs)
    desk.provider.update(seen.context, seen.id, seen.inputs, seen.outputs, new)
    assert desk.engine.inspect_container(made.id)["State"]["Running"]


def test_gone(desk: Desk) -> None:
    """A container that somebody removed is gone for a refresh, and removing it again is fine."""
    made = desk.container("web")
    desk.remove(made)
    assert desk.refresh(made) is None
    desk.remove(made)


def test_nothing_left_of_a_failed_start(desk: Desk) -> None:
    """A port that somebody holds is one line, and no container stays behind."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ProviderError, match=f"container {desk.prefix}-web: cannot be started: .*{port}") as caught:
            desk.container("web", ports=[{"internal": 80, "external": port, "ip": "127.0.0.1"}])
    assert "\n" not in str(caught.value)
    assert caught.value.id == ""
    assert desk.engine.containers(all=True, filters={"name": desk.prefix}) == []


def test_image_that_nobody_has(desk: Desk) -> None:
    """An image ID that the engine does not have is one line."""
    with pytest.raises(
        ProviderError, match=r"^image sha256:0+: the engine does not have it, and an image ID cannot be pulled$"
    ):
        desk.container("web", image=f"sha256:{'0' * 64}")


def test_preview_touches_nothing(desk: Desk) -> None:
    """A preview of a new container makes none, and knows what it was given."""
    context = desk.context("Container", "web", preview=True)
    inputs = desk.check("Container", "web", {"image": desk.image})
    identity, outputs = desk.provider.create(context, inputs)
    assert identity == ""
    assert outputs["image"] == desk.image
    assert repr(outputs["hostname"]) == "UNKNOWN"
    assert desk.engine.containers(all=True, filters={"name": desk.prefix}) == []


def test_import(desk: Desk) -> None:
    """A container read by its id alone gives inputs that make one like it, and no change against themselves."""
    made = desk.container("web", readOnly=True, memory=32, memorySwap=32, envs=["A=1"])
    found = desk.provider.read(made.context, made.id, {}, {})
    assert found is not None
    identity, inputs, outputs = found
    assert identity == made.id
    wanted = {"readOnly": True, "memory": 32, "envs": ["A=1"], "command": ["sleep", "600"], "name": made.inputs["name"]}
    assert {key: inputs[key] for key in wanted} == wanted
    assert desk.provider.diff(made.context, identity, inputs, outputs, inputs).detailed == {}


def test_fixed_addresses(desk: Desk) -> None:
    """A fixed address in a network and a fixed port on loopback are kept, in the order of the program."""
    subnet = {"subnet": "10.253.78.0/24", "gateway": "10.253.78.1"}
    networks = [desk.make("Network", "one", ipamConfigs=[subnet]), desk.make("Network", "two")]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given: dict[str, Any] = {
        "image": desk.image,
        "command": ["sleep", "600"],
        "init": True,
        "networksAdvanced": [
            {"name": networks[1].outputs["name"]},
            {"name": networks[0].id, "ipv4Address": "10.253.78.9"},
        ],
        "ports": [{"internal": 81, "ip": "127.0.0.1"}, {"internal": 80, "external": port, "ip": "127.0.0.1"}],
    }
    made = desk.container("web", **given)
    unchanged(desk, made, **given)
    seen = {data["networkName"]: data["ipAddress"] for data in made.outputs["networkDatas"]}
    assert seen[networks[0].outputs["name"]] == "10.253.78.9"
    assert [entry["internal"] for entry in made.outputs["ports"]] == [81, 80]
    assert made.outputs["ports"][1]["external"] == port


def test_many_at_once(desk: Desk) -> None:
    """Containers made from several threads of one provider do not disturb each other."""
    with futures.ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: desk.container(f"web-{number}"), range(8)))
    assert len({item.id for item in made}) == 8
    with futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(desk.remove, made))
    assert desk.engine.containers(all=True, filters={"name": desk.prefix}) == []

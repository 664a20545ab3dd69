"""Networks and volumes on a real engine."""

from __future__ import annotations

from typing import Any

import pytest

from moorage.engine.providers.protocol import ProviderError
from tests.engine.providers.docker.conftest import Desk, Made

pytestmark = pytest.mark.docker

LABELS = [{"label": "moorage.test", "value": "1"}]


def unchanged(desk: Desk, made: Made, **given: Any) -> None:
    """Assert that a refresh sees what was recorded, and that the same program changes nothing."""
    seen = desk.refresh(made)
    assert seen is not None
    assert (seen.id, seen.inputs, seen.outputs) == (made.id, made.inputs, made.outputs)
    assert desk.diff(seen, **given).detailed == {}


def test_network(desk: Desk) -> None:
    """A network is made with its subnet and options, internal, and a refresh finds no change."""
    given: dict[str, Any] = {
        "internal": True,
        "attachable": True,
        "driver": "bridge",
        "options": {"com.docker.network.bridge.enable_icc": "true"},
        "labels": LABELS,
        "ipamConfigs": [{"subnet": "10.253.77.0/24", "gateway": "10.253.77.1"}],
    }
    made = desk.make("Network", "net", **given)
    unchanged(desk, made, **given)
    found = desk.engine.inspect_network(made.id)
    assert (found["Internal"], found["Attachable"], found["Labels"]) == (True, True, {"moorage.test": "1"})
    assert found["IPAM"]["Config"] == [{"Subnet": "10.253.77.0/24", "Gateway": "10.253.77.1"}]
    assert (made.outputs["scope"], made.outputs["driver"]) == ("local", "bridge")


def test_network_of_defaults(desk: Desk) -> None:
    """The subnet that Docker chose is an output, no input, and no change later."""
    made = desk.make("Network", "net")
    unchanged(desk, made)
    assert len(made.outputs["ipamConfigs"]) == 1
    assert "ipamConfigs" not in made.inputs


def test_network_twice(desk: Desk) -> None:
    """A second network of one name is one line."""
    desk.make("Network", "net")
    with pytest.raises(ProviderError, match=f"^network {desk.prefix}-net: cannot be created: .*already exists"):
        desk.make("Network", "net")


def test_network_in_use(desk: Desk) -> None:
    """A network that a container keeps is one line; without it, it goes."""
    network = desk.make("Network", "net")
    desk.container("web", networksAdvanced=[{"name": network.id}])
    context = desk.context("Network", "net", timeout=0.1)
    with pytest.raises(ProviderError, match=f"^network {desk.prefix}-net: cannot be removed: .*has active endpoints"):
        desk.provider.delete(context, network.id, network.inputs, network.outputs)
    desk.remove(desk.made[-1])
    desk.remove(network)
    assert desk.refresh(network) is None
    desk.remove(network)


def test_container_that_left_a_network(desk: Desk) -> None:
    """A container that somebody took off its network is replaced."""
    network = desk.make("Network", "net")
    given: dict[str, Any] = {"image": desk.image, "command": ["sleep", "600"], "init": True}
    given["networksAdvanced"] = [{"name": network.id}]
    made = desk.container("web", **given)
    desk.engine.disconnect_container_from_network(made.id, network.id)
    seen = desk.refresh(made)
    assert seen is not None
    assert desk.diff(seen, **given).replaces == ["networksAdvanced[0]"]


def test_container_that_joined_a_network(desk: Desk) -> None:
    """A container that a command put into one more network is as its program has it."""
    network, more = desk.make("Network", "net"), desk.make("Network", "more")
    given: dict[str, Any] = {"image": desk.image, "command": ["sleep", "600"], "init": True}
    given["networksAdvanced"] = [{"name": network.id}]
    made = desk.container("web", **given)
    desk.engine.connect_container_to_network(made.id, more.id, aliases=["api"])
    seen = desk.refresh(made)
    assert seen is not None
    assert desk.diff(seen, **given).detailed == {}


def test_network_import(desk: Desk) -> None:
    """A network read by its id alone gives inputs that change nothing against themselves."""
    made = desk.make("Network", "net", internal=True)
    found = desk.provider.read(made.context, made.id, {}, {})
    assert found is not None
    assert (found[1]["name"], found[1]["internal"]) == (f"{desk.prefix}-net", True)
    assert desk.provider.diff(made.context, found[0], found[1], found[2], found[1]).detailed == {}


def test_volume(desk: Desk) -> None:
    """A volume is made with its labels; its id is its name, and a refresh finds no change."""
    made = desk.make("Volume", "vol", labels=LABELS)
    unchanged(desk, made, labels=LABELS)
    found = desk.engine.inspect_volume(made.id)
    assert (made.id, found["Labels"]) == (f"{desk.prefix}-vol", {"moorage.test": "1"})
    assert made.outputs["mountpoint"] == found["Mountpoint"]


def test_kept_volume_is_taken_up(desk: Desk) -> None:
    """A volume that is there already is taken up with what is in it."""
    first = desk.make("Volume", "vol")
    mounts = [{"type": "volume", "source": first.id, "target": "/data"}]
    desk.output(desk.container("write", command=["touch", "/data/kept"], mounts=mounts, mustRun=False))
    again = desk.make("Volume", "vol")
    assert again.id == first.id
    assert desk.output(desk.container("list", command=["ls", "/data"], mounts=mounts, mustRun=False)) == "kept\n"


def test_volume_in_use(desk: Desk) -> None:
    """A volume that a container has, even a stopped one, is not touched, and the line names the container."""
    volume = desk.make("Volume", "vol")
    mounts = [{"type": "volume", "source": volume.id, "target": "/data"}]
    container = desk.container("web", mounts=mounts, start=False, mustRun=False)
    with pytest.raises(ProviderError) as caught:
        desk.remove(volume)
    assert str(caught.value) == f"volume {volume.id}: cannot be removed, it is in use by {desk.prefix}-web"
    desk.remove(container)
    desk.remove(volume)
    assert desk.refresh(volume) is None
    desk.remove(volume)


def test_anonymous_volumes_go_with_their_container(desk: Desk) -> None:
    """A container's anonymous volume is removed with it, unless removeVolumes is false."""
    gone = desk.container("a", volumes=[{"containerPath": "/v"}])
    kept = desk.container("b", volumes=[{"containerPath": "/v"}], removeVolumes=False)
    names = [desk.engine.inspect_container(made.id)["Mounts"][0]["Name"] for made in (gone, kept)]
    for made in (gone, kept):
        desk.remove(made)
    left = [volume["Name"] for volume in desk.engine.volumes()["Volumes"] or []]
    assert [name in left for name in names] == [False, True]
    desk.engine.remove_volume(names[1])

"""Images, tags and functions on a real engine."""

from __future__ import annotations

import pytest

from moorage.engine.providers.docker import pull
from moorage.engine.providers.protocol import ProviderError
from tests.engine.providers.docker.conftest import Desk

pytestmark = pytest.mark.docker


def tagged(desk: Desk, tag: str, changed: str = "") -> str:
    """Give the tiny image, or one made from it, a name of this test; return the name."""
    image = desk.image
    if changed:
        made = desk.engine.create_container(image, ["true"], labels={"changed": changed})
        image = desk.engine.commit(made["Id"])["Id"]
        desk.engine.remove_container(made["Id"])
    desk.engine.tag(image, desk.prefix, tag, force=True)
    return f"{desk.prefix}:{tag}"


def test_image_that_is_there(desk: Desk) -> None:
    """An image is found by its name, without a registry; a refresh finds no change; removing it removes the name."""
    name = tagged(desk, "1")
    made = desk.make("RemoteImage", "img", name=name, triggers={"digest": "1"})
    assert (made.id, made.outputs["imageId"], made.outputs["repoDigest"]) == (f"{desk.image}{name}", desk.image, "")
    seen = desk.refresh(made)
    assert seen is not None
    assert (seen.id, seen.inputs, seen.outputs) == (made.id, made.inputs, made.outputs)
    desk.remove(made)
    assert pull.local(desk.engine, name) is None
    assert pull.local(desk.engine, desk.image) is not None
    assert desk.refresh(made) is None
    desk.remove(made)


def test_kept_image(desk: Desk) -> None:
    """An image with keepLocally stays."""
    name = tagged(desk, "1")
    made = desk.make("RemoteImage", "img", name=name, keepLocally=True)
    desk.remove(made)
    assert pull.local(desk.engine, name) is not None
    desk.engine.remove_image(name)


def test_image_in_use_stays(desk: Desk) -> None:
    """An image that a container needs stays, with a warning."""
    name = tagged(desk, "1", changed="1")
    made = desk.make("RemoteImage", "img", name=name)
    container = desk.container("web", image=made.outputs["imageId"])
    desk.remove(made)
    assert pull.local(desk.engine, made.outputs["imageId"]) is not None
    desk.remove(container)
    desk.remove(made)
    assert pull.local(desk.engine, made.outputs["imageId"]) is None


def test_name_that_went_on(desk: Desk) -> None:
    """A name that means another image by now is not removed with the old one; the old one, without a name, is."""
    name = tagged(desk, "1", changed="1")
    old = desk.make("RemoteImage", "img", name=name, triggers={"digest": "1"})
    tagged(desk, "1", changed="2")
    new = desk.make("RemoteImage", "img", name=name, triggers={"digest": "2"})
    assert old.outputs["imageId"] != new.outputs["imageId"]
    desk.remove(old)
    assert pull.local(desk.engine, name) is not None
    assert pull.local(desk.engine, old.outputs["imageId"]) is None


def test_image_that_nobody_has(desk: Desk) -> None:
    """A name that neither the engine nor a registry has is one line that names it."""
    with pytest.raises(ProviderError, match=r"^image localhost:1/none:1: cannot be pulled: ") as caught:
        desk.make("RemoteImage", "img", name="localhost:1/none:1")
    assert "\n" not in str(caught.value)


def test_tag(desk: Desk) -> None:
    """A tag is one more name; removing the resource removes neither, as with the real provider."""
    target = f"{desk.prefix}-tag:2"
    made = desk.make("Tag", "tag", sourceImage=desk.image, targetImage=target)
    assert (made.id, made.outputs["sourceImageId"]) == (f"{desk.image}.{target}", desk.image)
    seen = desk.refresh(made)
    assert seen is not None
    assert (seen.id, seen.inputs, seen.outputs) == (made.id, made.inputs, made.outputs)
    desk.remove(made)
    assert pull.local(desk.engine, target) is not None
    desk.engine.remove_image(target)


def test_functions(desk: Desk) -> None:
    """Networks and local images can be looked up."""
    network = desk.make("Network", "net")
    name = network.outputs["name"]
    container = desk.container("web", networksAdvanced=[{"name": network.id}])
    found = desk.provider.invoke("docker:index/getNetwork:getNetwork", {"name": name})
    assert (found["id"], found["name"], found["driver"]) == (network.id, name, "bridge")
    assert [entry["containerId"] for entry in found["containers"]] == [container.id]
    image = desk.provider.invoke("docker:index/getRemoteImage:getRemoteImage", {"name": desk.image})
    assert image == {"id": desk.image, "name": desk.image, "repoDigest": ""}


@pytest.mark.parametrize(
    ("token", "arguments", "line"),
    [
        (
            "docker:index/getPlugin:getPlugin",
            {},
            "docker:index/getPlugin:getPlugin: the embedded engine does not have this function",
        ),
        (
            "docker:index/getNetwork:getNetwork",
            {"nme": "a"},
            "docker:index/getNetwork:getNetwork: nme: unknown argument",
        ),
        ("docker:index/getNetwork:getNetwork", {}, "docker:index/getNetwork:getNetwork: name: is required"),
        (
            "docker:index/getRemoteImage:getRemoteImage",
            {"name": "localhost:1/none:1"},
            "image localhost:1/none:1: the engine does not have it",
        ),
    ],
)
def test_functions_that_fail(desk: Desk, token: str, arguments: dict[str, str], line: str) -> None:
    """A function or argument that is not there, or what it does not find, is one line."""
    with pytest.raises(ProviderError) as caught:
        desk.provider.invoke(token, arguments)
    assert str(caught.value).startswith(line)

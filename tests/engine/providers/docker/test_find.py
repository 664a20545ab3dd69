"""What a killed creation left on the engine: taken up when it is surely ours, left alone when it is not."""

from __future__ import annotations

from typing import Any

import pytest

from moorage.engine.providers.docker.serve import Docker
from moorage.engine.providers.protocol import ProviderError
from tests.engine.providers.docker.conftest import Desk, Made

pytestmark = pytest.mark.docker

LABELS = [{"label": "moorage.test", "value": "1"}]


def find(desk: Desk, resource: str, inputs: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """Ask the provider."""
    assert isinstance(desk.provider, Docker)
    return desk.provider.find(desk.context(resource, "x"), inputs)


def other(made: Made, **more: Any) -> dict[str, Any]:
    """Return a resource's inputs with something else in them."""
    return {**made.inputs, **more}


@pytest.mark.parametrize("resource", ["Network", "Volume"])
def test_a_network_and_a_volume_are_found_by_name(desk: Desk, resource: str) -> None:
    """Id and outputs are those of the creation; of another name there is none."""
    made = desk.make(resource, "x")
    assert find(desk, resource, made.inputs) == (made.id, made.outputs)
    assert find(desk, resource, other(made, name=f"{desk.prefix}-none")) is None


def test_a_container_is_found_by_name_image_and_labels(desk: Desk) -> None:
    """One that was started is taken up; one with another image or label is somebody else's."""
    made = desk.container("x", labels=LABELS)
    assert find(desk, "Container", made.inputs) == (made.id, made.outputs)
    assert find(desk, "Container", other(made, image="other")) is None
    assert find(desk, "Container", other(made, labels=[{"label": "moorage.test", "value": "2"}])) is None
    assert find(desk, "Container", other(made, name=made.id)) is None


def test_a_container_that_never_ran_is_made_anew(desk: Desk) -> None:
    """Killed between creation and start, it may lack networks and files: it is removed, and a preview leaves it."""
    made = desk.container("x", start=False, mustRun=False)
    unfinished = other(made, start=True)
    provider = desk.provider
    assert isinstance(provider, Docker)
    assert provider.find(desk.context("Container", "x", preview=True), unfinished) is None
    assert desk.refresh(made) is not None
    assert find(desk, "Container", unfinished) is None
    assert desk.refresh(made) is None


def test_a_job_is_found_with_its_end(desk: Desk) -> None:
    """One that is attended is waited for: its exit code and its log are outputs, as of its creation."""
    job = {"mustRun": False, "attach": True, "logs": True, "command": ["sh", "-c", "echo done; exit 3"]}
    made = desk.container("x", **job)
    found = find(desk, "Container", made.inputs)
    assert found is not None
    assert (found[1]["exitCode"], found[1]["containerLogs"]) == (3, "done\n")


@pytest.mark.parametrize("resource", ["Container", "Network"])
def test_what_may_be_anybodys_is_left_to_the_user(desk: Desk, resource: str) -> None:
    """With a name that the program gives and no label, nothing tells who made it."""
    given: dict[str, Any] = {"name": f"{desk.prefix}-given"}
    if resource == "Container":
        given |= {"image": desk.image, "command": ["sleep", "600"], "init": True}
    made = desk.make(resource, "x", **given)
    with pytest.raises(ProviderError, match="nothing tells whether the run that was killed made it"):
        find(desk, resource, made.inputs)


def test_an_image_and_a_tag_are_found_by_their_names(desk: Desk) -> None:
    """A tag is ours when both names mean one image."""
    target = f"{desk.prefix}:tag"
    made = desk.make("Tag", "x", sourceImage=desk.image, targetImage=target)
    image = desk.make("RemoteImage", "image", name=target, keepLocally=True)
    assert find(desk, "Tag", made.inputs) == (made.id, made.outputs)
    assert find(desk, "RemoteImage", image.inputs) == (image.id, image.outputs)
    assert find(desk, "Tag", other(made, targetImage=f"{desk.prefix}:none")) is None
    assert find(desk, "RemoteImage", other(image, name=f"{desk.prefix}:none")) is None

"""A component goes through create, update, replace, refresh and destroy, without an account."""

from __future__ import annotations

from collections.abc import Callable

import pulumi
import pulumi_random
import pytest

from moorage.testing import fake
from moorage.testing.deployment import DeploymentError
from moorage.testing.plugin import Deploy


class Bucket(pulumi.CustomResource):
    """A resource of a package that nobody has."""

    url: pulumi.Output[str]

    def __init__(self, name: str, size: int, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("cloud:storage:Bucket", name, {"size": size, "region": "here", "url": None}, opts)


class Site(pulumi.ComponentResource):
    """A component to test."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__("test:index:Site", name)
        inside = pulumi.ResourceOptions(parent=self)
        self.bucket = Bucket(f"{name}-files", size, inside)
        self.password = pulumi_random.RandomPassword(f"{name}-password", length=12, opts=inside)
        self.register_outputs({})


def site(size: int) -> Callable[[], None]:
    """Return a program with one site."""

    def program() -> None:
        made = Site("web", size)
        pulumi.export("url", made.bucket.url)

    return program


def test_a_component_through_its_life(deploy: Deploy) -> None:
    """Each run tells its steps; state, outputs and world follow."""
    cloud = fake.Fake({"cloud:storage:Bucket": {"size"}}, lambda _type, inputs: {"url": f"https://{inputs['region']}"})
    stack = deploy(site(1), fakes={"cloud": cloud})
    assert sorted(stack.last.steps) == [("create", "web"), ("create", "web-files"), ("create", "web-password")]
    assert stack.last.outputs == {"url": "https://here"}
    assert len(stack.resources["web-password"].outputs["result"]) == 12

    assert {op for op, _ in stack.update(site(1)).steps} == {"same"}

    assert ("replace", "web-files") in stack.preview(site(2)).steps
    assert [each.properties["size"] for each in stack.cloud.objects.values()] == [1]

    assert ("replace", "web-files") in stack.update(site(2)).steps
    assert [each.properties["size"] for each in stack.cloud.objects.values()] == [2]

    stack.cloud.objects.clear()
    stack.refresh()
    assert "web-files" not in stack.resources
    assert ("create", "web-files") in stack.update(site(2)).steps

    stack.destroy()
    assert stack.resources == {}
    assert stack.cloud.objects == {}


def test_a_failure_is_told(deploy: Deploy) -> None:
    """A run that fails raises what it told; one that is to fail returns it, and the next run repairs."""
    stack = deploy(site(1))
    stack.cloud.failures["update", "web-files"] = "no space left"
    with pytest.raises(DeploymentError, match="no space left"):
        stack.update(site(2))
    assert stack.update(site(2), fails=True).errors == ["no space left"]
    with pytest.raises(DeploymentError, match="was to fail"):
        stack.update(site(1), fails=True)
    del stack.cloud.failures["update", "web-files"]
    assert ("update", "web-files") in stack.update(site(2)).steps


def test_configuration_reaches_the_program(deploy: Deploy) -> None:
    """A program reads what the test says, and an exception of it is an error of the run."""

    def program() -> None:
        pulumi.export("word", pulumi.Config("shop").require("word"))

    assert deploy(program, config={"shop:word": "ahoy"}).last.outputs == {"word": "ahoy"}
    failed = deploy(program, fails=True)
    assert "Missing required configuration variable 'shop:word'" in failed.last.errors[0]

"""Images pushed to a real registry: their digests, what a refresh sees, what is removed there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from moorage.engine import marks, values
from moorage.engine.providers.docker.serve import Docker
from moorage.engine.providers.protocol import ProviderError
from tests.engine.providers import registry
from tests.engine.providers.docker.conftest import Desk, Made

pytestmark = pytest.mark.docker


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a registry; return its address."""
    with registry.serve(tmp_path_factory.mktemp("registry")) as found:
        yield found


@pytest.fixture
def name(desk: Desk, address: str) -> Iterator[str]:
    """Return a name in the registry that the engine gives to the tiny image."""
    repository = f"{address}/{desk.prefix}"
    desk.engine.tag(desk.image, repository, "1")
    yield f"{repository}:1"
    desk.engine.remove_image(f"{repository}:1", force=True)


def changes(desk: Desk, made: Made, **given: values.Value) -> dict[str, str]:
    """Return path -> kind of what other inputs would change."""
    return {path: change.kind for path, change in desk.diff(made, **given).detailed.items()}


def test_life(desk: Desk, name: str) -> None:
    """Pushed, it is in the registry under its digest; a refresh sees no change; removed, it is gone there."""
    made = desk.make("RegistryImage", "x", name=name)
    host, _, path = name.partition("/")
    repository, _, tag = path.partition(":")
    manifest = "application/vnd.docker.distribution.manifest.v2+json"
    assert registry.get(host, f"{repository}/manifests/{tag}", manifest) == registry.get(
        host, f"{repository}/manifests/{made.id}", manifest
    )
    assert made.outputs["sha256Digest"] == made.id
    seen = desk.refresh(made)
    assert seen is not None
    assert (seen.inputs, seen.outputs, changes(desk, seen, name=name)) == (made.inputs, made.outputs, {})
    assert isinstance(desk.provider, Docker)
    assert desk.provider.find(made.context, made.inputs) == (made.id, made.outputs)
    desk.remove(made)
    assert desk.refresh(made) is None
    assert desk.provider.find(made.context, made.inputs) is None
    desk.remove(made)


def test_what_is_to_be_kept_stays(desk: Desk, name: str) -> None:
    """With `keepRemotely` removing the resource leaves the registry alone."""
    made = desk.make("RegistryImage", "x", name=name, keepRemotely=True)
    desk.remove(made)
    assert desk.refresh(made) is not None


def test_changes_replace_as_in_the_real_provider(desk: Desk, name: str) -> None:
    """As with pulumi-docker 5.2.0, name and triggers replace, the old one first; flags and login do not."""
    made = desk.make("RegistryImage", "x", name=name)
    assert changes(desk, made, name=name, triggers={"a": "b"}) == {"triggers.a": "add-replace"}
    assert changes(desk, made, name=f"{name}2") == {"name": "update-replace"}
    assert desk.diff(made, name=f"{name}2").delete_before_replace
    flags = {"keepRemotely": True, "insecureSkipVerify": True, "authConfig": {"address": "a"}}
    assert changes(desk, made, name=name, **flags) == {
        "keepRemotely": "update",
        "insecureSkipVerify": "update",
        "authConfig": "add",
    }


def test_what_cannot_be_pushed_is_named(desk: Desk, address: str) -> None:
    """An image that the engine does not have is one line."""
    with pytest.raises(ProviderError, match=rf"^image {address}/none:1: cannot be pushed: .*does not exist"):
        desk.make("RegistryImage", "x", name=f"{address}/none:1")


def test_a_password_is_secret() -> None:
    """Whatever the program says; building is refused by name."""
    provider, context = Docker(), Desk(Docker(), None, "").context("RegistryImage", "x")
    login = {"address": "r", "username": "u", "password": "p"}
    checked = provider.check(context, {}, {"name": "r/x:1", "authConfig": login})
    assert checked.failures == []
    assert checked.inputs["authConfig"]["password"] == values.Secret("p")
    assert marks.strip(checked.inputs)["authConfig"] == {**login, "__defaults": []}
    refused = provider.check(context, {}, {"name": "r/x:1", "build": {"context": "."}}).failures
    assert [failure.property for failure in refused] == ["build"]

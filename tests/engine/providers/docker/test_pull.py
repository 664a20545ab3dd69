"""Pulling from a registry that wants a login, on a real engine."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator

import pytest

from moorage.engine.providers.docker import pull
from moorage.engine.providers.protocol import ProviderError
from tests.engine.providers.docker import registry
from tests.engine.providers.docker.conftest import Desk

pytestmark = pytest.mark.docker


@pytest.fixture
def shelf() -> Iterator[registry.Registry]:
    """Return a registry with an image that the engine never saw."""
    with registry.Registry(secrets.token_hex(8)) as found:
        yield found


def configure(desk: Desk, shelf: registry.Registry, password: str) -> None:
    """Log in to the registry, as an SDK writes the configuration."""
    login = {"address": shelf.address, "username": registry.USER, "password": password}
    desk.provider.configure({"registryAuth": json.dumps([login])})


def test_pull(desk: Desk, shelf: registry.Registry) -> None:
    """An image that the engine does not have is pulled; ID and digest are outputs; removing it removes it."""
    configure(desk, shelf, registry.PASSWORD)
    name = f"{shelf.address}/app:1"
    made = desk.make("RemoteImage", "img", name=name)
    assert made.outputs["imageId"] == shelf.image
    assert made.outputs["repoDigest"] == f"{shelf.address}/app@{shelf.digest}"
    desk.remove(made)
    assert pull.local(desk.engine, shelf.image) is None


def test_pull_for_a_container(desk: Desk, shelf: registry.Registry) -> None:
    """A container's image is pulled when the engine does not have it."""
    configure(desk, shelf, registry.PASSWORD)
    name = f"{shelf.address}/app@{shelf.digest}"
    desk.container("web", image=name, start=False, mustRun=False)
    assert pull.local(desk.engine, shelf.image) is not None
    desk.remove(desk.made.pop())
    desk.engine.remove_image(shelf.image, force=True)


def test_wrong_login(desk: Desk, shelf: registry.Registry) -> None:
    """A login that the registry refuses is one line, without the password."""
    configure(desk, shelf, "wrong-canary")
    with pytest.raises(ProviderError, match=f"^image {shelf.address}/app:1: cannot be pulled: ") as caught:
        desk.make("RemoteImage", "img", name=f"{shelf.address}/app:1")
    assert "\n" not in str(caught.value)
    assert "wrong-canary" not in str(caught.value)


def test_registry_image(desk: Desk, shelf: registry.Registry) -> None:
    """The digest of a name can be asked of its registry without pulling."""
    configure(desk, shelf, registry.PASSWORD)
    name = f"{shelf.address}/app:1"
    found = desk.provider.invoke("docker:index/getRegistryImage:getRegistryImage", {"name": name})
    told = {"id": shelf.digest, "name": name, "sha256Digest": shelf.digest}
    assert found == {**told, "insecureSkipVerify": False}
    assert pull.local(desk.engine, shelf.image) is None

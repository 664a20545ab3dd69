"""Whose name an image is pulled in."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from moorage.engine.providers.docker import registries
from moorage.engine.providers.protocol import ProviderError

AUTH = base64.b64encode(b"me:secret").decode()


@pytest.mark.parametrize(
    ("entry", "login"),
    [
        ({"username": "u", "password": "p"}, {"username": "u", "password": "p"}),
        ({"authDisabled": True}, {"username": "username", "password": "password"}),
    ],
)
def test_registry_login(entry: dict[str, Any], login: dict[str, str]) -> None:
    """An image is pulled in the name that the provider's configuration has for its registry."""
    entries = [{"address": "other.example", "username": "x"}, {"address": "https://reg.example/v2/", **entry}]
    assert registries.credentials(entries, "reg.example/a/b:1") == login


def test_registry_login_from_a_file(tmp_path: Path) -> None:
    """A Docker configuration file, or its text, has the login of a registry; one without it is refused."""
    text = json.dumps({"auths": {"reg.example": {"auth": AUTH}}})
    (tmp_path / "config.json").write_text(text)
    for given in ({"configFile": str(tmp_path / "config.json")}, {"configFileContent": text}):
        found = registries.credentials([{"address": "reg.example", **given}], "reg.example/a:1")
        assert found is not None
        assert (found["username"], found["password"]) == ("me", "secret")
    with pytest.raises(ProviderError, match="neither username nor configuration file names this registry"):
        registries.credentials([{"address": "two.example", "configFileContent": text}], "two.example/a:1")


@pytest.mark.parametrize("image", ["busybox", "docker.io/library/busybox:1", "user/image"])
def test_docker_hub_has_many_names(image: str) -> None:
    """An image without a registry is Docker Hub's, whichever of its names the login says."""
    entries = [{"address": "registry-1.docker.io", "username": "u", "password": "p"}]
    assert registries.credentials(entries, image) == {"username": "u", "password": "p"}


def test_no_login_leaves_it_to_the_user() -> None:
    """Without an entry for the registry, what `docker login` stored is used."""
    assert registries.credentials([], "reg.example/a:1") is None

"""The `registry` and `builder` blocks of a target: what they become, and the line that each mistake gives."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from components import targets
from components.core import delivery
from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.project import Project
from components.shared.secrets.settings import Source

REGISTRY = {"repository": "registry.example:5000/team", "username": "ci", "password": "login"}
SOURCES = {"login": Source(env="LOGIN"), "made": Source(generate=32)}


def settle(block: dict[str, Any], root: pathlib.Path = pathlib.Path("/nowhere")) -> delivery.Registry | None:
    """Return the registry of a Docker target with these blocks, all checked."""
    word, given = targets.settings({"docker": block})
    targets.check(word, given, SOURCES, Project(root, root, Scope("shop", "dev")))
    return targets.traits(word, given).registry


def test_nothing_said_is_the_targets_own_store() -> None:
    """Without a registry images stay where they are built, by the BuildKit that is there."""
    word, given = targets.settings({"docker": {}})
    traits = targets.traits(word, given)
    assert (traits.registry, traits.builder, traits.image_store) == (None, delivery.BuildKit(""), True)


@pytest.mark.parametrize(("block", "platform"), [({}, "linux/amd64"), ({"platform": "linux/arm64"}, "linux/arm64")])
def test_the_platform_is_the_targets(block: dict[str, Any], platform: str) -> None:
    """What is built, for which bases and packages, follows what the target states."""
    word, given = targets.settings({"docker": block})
    assert targets.traits(word, given).platform == platform


def test_a_registry_is_plain_data(tmp_path: pathlib.Path) -> None:
    """The traits hold the secret's name, never its value, and the file's path as it is written."""
    (tmp_path / "ca.pem").write_text("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n", encoding="utf-8")
    found = settle({"registry": {**REGISTRY, "ca": "ca.pem"}}, tmp_path)
    assert found == delivery.Registry("registry.example:5000/team", "ci", "login", "ca.pem")
    assert found is not None
    assert found.host == "registry.example:5000"


@pytest.mark.parametrize(
    ("block", "builder"), [({"buildkit": "far"}, delivery.BuildKit("far")), ({"buildah": {}}, delivery.Buildah())]
)
def test_a_builder_is_chosen(block: dict[str, Any], builder: delivery.Builder) -> None:
    """BuildKit by the name that buildx knows, or Buildah."""
    word, given = targets.settings({"docker": {"builder": block}})
    assert targets.traits(word, given).builder == builder


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ({**REGISTRY, "repository": "team/shop"}, "repository: 'team/shop' should be a host and a path in lower case"),
        ({**REGISTRY, "repository": "registry.example:5000/Team"}, "should be a host and a path in lower case"),
        ({**REGISTRY, "repository": "https://registry.example"}, "should be a host and a path in lower case"),
        ({"repository": "registry.example/team", "username": "ci"}, "registry: username and password belong together"),
        ({**REGISTRY, "password": "logn"}, "password: 'logn' is not a secret of this stack; did you mean login"),
        ({**REGISTRY, "password": "made"}, "password: 'made' is generated here, so no registry knows it"),
        ({**REGISTRY, "ca": "no.pem"}, "ca: 'no.pem' does not exist"),
        ({**REGISTRY, "ca": "/etc/ssl/ca.pem"}, "ca: '/etc/ssl/ca.pem' should be a path inside the project"),
        ({**REGISTRY, "ca": "ca.pem", "plain": "why not"}, "registry: exactly one of ca and plain can be right"),
        ({**REGISTRY, "plain": ""}, "plain: should have at least 1 character"),
        ({**REGISTRY, "usernam": "ci"}, "usernam: unknown key; did you mean username"),
    ],
)
def test_a_bad_registry_is_one_line(block: dict[str, Any], line: str, tmp_path: pathlib.Path) -> None:
    """Each mistake is told at its path, with what is allowed."""
    with pytest.raises(SettingsError) as error:
        settle({"registry": block}, tmp_path)
    assert str(error.value).startswith("target.docker.registry")
    assert line in str(error.value)
    assert "\n" not in str(error.value)


def test_a_builder_is_one() -> None:
    """A block that names none says which there are."""
    with pytest.raises(SettingsError, match=r"^target\.docker\.builder: exactly one of buildkit, buildah .*none"):
        settle({"builder": {}})

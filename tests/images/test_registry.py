"""What the engine says of a registry: an image, none to be had, no answer, or an answer that is not one yet."""

from __future__ import annotations

import types
from typing import Any

import docker
import docker.errors
import pytest
import requests

from components.core.operations import OperationError
from components.images import registry

NAME = "python:3.11-slim-bookworm"


def engine(monkeypatch: pytest.MonkeyPatch, status: int, explanation: str) -> None:
    """Stand in for an engine whose registry answers with an error."""

    def get_registry_data(name: str) -> Any:
        answer = requests.Response()
        answer.status_code = status
        raise docker.errors.APIError(name, answer, explanation)

    images = types.SimpleNamespace(get_registry_data=get_registry_data)
    client = types.SimpleNamespace(images=images, close=lambda: None)
    monkeypatch.setattr(docker, "from_env", lambda **_: client)


@pytest.mark.parametrize(
    ("status", "explanation", "line"),
    [
        (404, "manifest unknown", "the registry has no such image"),
        (401, "unauthorized", "or not for you"),
        (429, "slow down", "the registry limits pulls: slow down"),
        (500, "toomanyrequests: You have reached your pull rate limit", "docker login, or try later"),
    ],
)
def test_an_answer_is_no_reason_to_make_a_base_here(
    monkeypatch: pytest.MonkeyPatch, status: int, explanation: str, line: str
) -> None:
    """A registry that answers decides: the user is told, and nothing else is recorded."""
    engine(monkeypatch, status, explanation)
    with pytest.raises(OperationError, match=line):
        registry.ask(NAME)


def test_no_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine wraps a name that cannot be looked up as an error of its own."""
    engine(monkeypatch, 500, "dial tcp: lookup registry.example: no such host")
    assert registry.ask(NAME) == registry.Unreachable("dial tcp: lookup registry.example: no such host")


def test_a_platform_is_told_with_its_variant(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the engine lists them: two of one architecture are two."""
    arm = [{"os": "linux", "architecture": "arm", "variant": variant} for variant in ("v5", "v7")]
    attributes = {"Descriptor": {"digest": "sha256:1"}, "Platforms": [{"os": "linux", "architecture": "amd64"}, *arm]}
    images = types.SimpleNamespace(get_registry_data=lambda _: types.SimpleNamespace(attrs=attributes))
    client = types.SimpleNamespace(images=images, close=lambda: None)
    monkeypatch.setattr(docker, "from_env", lambda **_: client)
    assert registry.ask(NAME) == registry.Found("sha256:1", ("linux/amd64", "linux/arm/v5", "linux/arm/v7"))

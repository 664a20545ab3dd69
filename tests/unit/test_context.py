"""Builds, jobs and the provider mean one Docker engine, or nothing is deployed."""

from __future__ import annotations

import pytest

from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.operations import Claim
from components.targets.docker import operations
from components.targets.docker.settings import DockerSettings


def test_another_context_is_refused_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client would build on one engine, and the provider run on another."""
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    monkeypatch.setenv("DOCKER_CONTEXT", "elsewhere")
    with pytest.raises(SettingsError) as caught:
        operations.claim(DockerSettings(), Claim(Scope("shop", "dev")))
    assert str(caught.value).startswith("target.docker: the docker client uses context elsewhere, which Pulumi's")
    assert 'export DOCKER_HOST="$(docker context inspect elsewhere --format' in str(caught.value)

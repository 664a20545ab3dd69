"""The client that builds is found on PATH by what it can do."""

from __future__ import annotations

from pathlib import Path

import pytest

from moorage.engine.providers import protocol
from moorage.engine.providers.docker_build import client


def put(folder: Path, version: str, buildx: str = "") -> str:
    """Write a client that says these versions, and return its folder."""
    folder.mkdir()
    plugin = f"echo 'github.com/docker/buildx v{buildx} abc'" if buildx else "exit 1"
    (folder / "docker").write_text(f'#!/bin/sh\nif [ "$1" = buildx ]; then {plugin}; else echo {version}; fi\n')
    (folder / "docker").chmod(0o755)
    return str(folder)


def test_buildx_goes_before_the_order_on_path(tmp_path: Path) -> None:
    """A client with buildx is taken even when another comes first."""
    path = ":".join(
        [put(tmp_path / "a", "20.10.24"), put(tmp_path / "b", "28.2.2", "0.24.0"), put(tmp_path / "c", "28")]
    )
    found = client.find({"PATH": path})
    assert found == client.Client(str(tmp_path / "b" / "docker"), "28.2.2", (0, 24))


def test_without_buildx_the_one_with_buildkit_inside_is_taken(tmp_path: Path) -> None:
    """From 23.0 on a client cannot build without buildx, before it can."""
    path = ":".join([put(tmp_path / "a", "28.2.2"), put(tmp_path / "b", "20.10.24+dfsg1")])
    assert client.find({"PATH": path}) == client.Client(str(tmp_path / "b" / "docker"), "20.10.24+dfsg1", None)


def test_none_that_can_names_those_that_cannot(tmp_path: Path) -> None:
    """The one line says what to install, what was found, and what it lacks."""
    with pytest.raises(protocol.ProviderError) as error:
        client.find({"PATH": put(tmp_path / "a", "28.2.2")})
    assert str(error.value) == (
        "no Docker client here can build with BuildKit: install docker-buildx; "
        f"found {tmp_path}/a/docker (28.2.2) without buildx"
    )


def test_none_at_all(tmp_path: Path) -> None:
    """The same line where there is no client."""
    with pytest.raises(protocol.ProviderError, match=r"install docker-buildx; found none on PATH$"):
        client.find({"PATH": str(tmp_path)})

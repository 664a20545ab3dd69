"""A stage for each test: a stack of its own that is gone afterwards."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from moorage.engine.state import crypto
from tests import hosts
from tests.releases import stage as stages


@pytest.fixture(scope="session")
def keys() -> crypto.Keys:
    """Return what encrypts the state: deriving a key takes 0.3 s."""
    return crypto.Keys("test")


@pytest.fixture
def stage(tmp_path: pathlib.Path, keys: crypto.Keys) -> Iterator[stages.Stage]:
    """Return an empty stack on Docker."""
    yield from stages.make(hosts.DOCKER, tmp_path, "releases-test", keys)

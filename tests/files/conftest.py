"""A stack for each test, on each engine in turn, that is gone afterwards."""

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
def stage(tmp_path: pathlib.Path, host: hosts.Host, keys: crypto.Keys) -> Iterator[stages.Stage]:
    """Return an empty stack with two secrets."""
    for made in stages.make(host, tmp_path, f"files-{host.name}", keys):
        made.secrets = {"word": "of a test", "other": "of another"}
        yield made

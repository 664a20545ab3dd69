"""The dev stack, up once for all tests of this folder, and gone afterwards."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from tests.e2e.checkout import Checkout, ours, tags


@pytest.fixture(scope="session")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """Return a checkout whose dev stack is up."""
    assert not ours("container"), "a dev stack is up on this engine already: destroy it first"
    checkout = Checkout.at(tmp_path_factory.mktemp("first"))
    try:
        checkout.run("up", "--yes")
        yield checkout
    finally:
        checkout.run("destroy", "--yes", "--remove", code=None)


@pytest.fixture
def elsewhere(tmp_path: pathlib.Path) -> Checkout:
    """Return a second checkout at another path, with a passphrase and a state of its own."""
    return Checkout.at(tmp_path / "second")


@pytest.fixture
def nothing_created() -> Iterator[None]:
    """Fail when the test leaves a container, network, volume or image tag that was not there before."""
    before = [*ours("container"), *ours("network"), *ours("volume"), *tags()]
    yield
    assert [*ours("container"), *ours("network"), *ours("volume"), *tags()] == before

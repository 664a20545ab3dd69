"""The dev stack, up once for all tests of this folder, and gone afterwards."""

from __future__ import annotations

import pathlib
import socket
from collections.abc import Iterator

import pytest

from tests import hosts
from tests.e2e.checkout import Checkout
from tests.hosts import Host


@pytest.fixture(scope="session")
def host() -> Host:
    """Return Docker alone: names in several networks, which this stack needs, do not resolve on Podman 4.3."""
    return hosts.DOCKER


@pytest.fixture(scope="session")
def dev(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """Return a checkout whose dev stack is up."""
    checkout = Checkout.at(tmp_path_factory.mktemp("first"), host)
    assert not checkout.containers(), "a run of these tests was cut off on this engine: remove its containers first"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    checkout.own(port)
    try:
        checkout.run("up", "--yes")
        yield checkout
    finally:
        checkout.run("destroy", "--yes", "--remove", code=None)


@pytest.fixture
def elsewhere(dev: Checkout, tmp_path: pathlib.Path) -> Checkout:
    """Return a second checkout at another path, with a passphrase and a state of its own."""
    checkout = Checkout.at(tmp_path / "second", dev.host)
    checkout.own(dev.port)
    return checkout


@pytest.fixture
def nothing_created(dev: Checkout) -> Iterator[None]:
    """Fail when the test leaves a container, network, volume or image tag that was not there before."""
    before = dev.everything()
    yield
    assert dev.everything() == before

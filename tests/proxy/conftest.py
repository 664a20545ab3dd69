"""The proxy's image, and a stage for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hosts import Host
from tests.proxy import image as images
from tests.proxy import stage


@pytest.fixture(scope="session")
def image(host: Host) -> str:
    """Return the ID of the image, in the store of the engine."""
    return images.reference(host)


@pytest.fixture
def staged(host: Host, image: str, request: pytest.FixtureRequest) -> Iterator[stage.Stage]:
    """Return a proxy that serves nothing yet, on a network of its own."""
    name = f"proxy-{request.node.name.partition('[')[0].replace('_', '-')[5:25].strip('-')}"
    with stage.staged(host, name, image) as made:
        yield made

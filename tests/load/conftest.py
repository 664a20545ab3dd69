"""The stack under load, up once for each file of tests and target."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.load import rig


@pytest.fixture(scope="module", params=["docker"])
def load(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[rig.Rig]:
    """Return a stack that is called all the time."""
    with rig.running(tmp_path_factory.mktemp("load"), request.param) as made:
        yield made

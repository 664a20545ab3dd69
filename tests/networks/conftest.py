"""A machine of its own with the images, for all tests of one module: nothing of this machine is seen there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from moorage.engine.state import crypto
from moorage.testing import deployment
from tests import hosts
from tests.machines import machine as machines
from tests.networks import isolated
from tests.proxy import image
from tests.releases import stage


@dataclass(frozen=True)
class Place:
    """A machine, what is on it, and the folder for states."""

    machine: machines.Machine
    images: dict[str, str]
    factory: pytest.TempPathFactory

    def stack(self) -> deployment.Deployment:
        """Return an empty stack."""
        return deployment.begin(self.factory.mktemp("state"), crypto.Keys("test"), {}, {}, stage.REAL)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Return the machine; whatever asks for an engine meanwhile is given its own."""
    proxy = image.reference(hosts.DOCKER)
    with machines.machine() as machine, pytest.MonkeyPatch.context() as patch:
        found = isolated.images(machine, proxy)
        patch.setenv("DOCKER_HOST", machine.socket)
        yield Place(machine, found, tmp_path_factory)

"""A machine of its own with the images, for all tests of one module: nothing of this machine is seen there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from components import images
from components.core.naming import Scope
from components.core.project import Project
from components.core.traits import Traits
from components.images import cache, context
from components.workloads.proxy import builtin
from components.workloads.settings import Expose, Workload
from moorage.engine.state import crypto
from moorage.testing import deployment
from tests.images import building
from tests.machines import machine as machines
from tests.networks import isolated
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


@pytest.fixture(scope="session")
def proxy_image(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the ID of the proxy's image, built as `moorage up` builds it."""
    folder = tmp_path_factory.mktemp("proxy")
    project = Project(folder, folder, Scope("networks", "dev"))
    spec = Workload(kind="service", image="app", expose=Expose(port="http", host_port=80))
    found = builtin.images({"web": spec}, {}, Traits(proxied=True))
    building.decided(folder, images.names(found, project))
    stated = context.of(builtin.NAME, *found[builtin.NAME], project, "linux/amd64", cache.folder(os.environ))
    return building.build(stated, folder).id


@pytest.fixture(scope="module")
def place(proxy_image: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Return the machine; whatever asks for an engine meanwhile is given its own."""
    with machines.machine() as machine, pytest.MonkeyPatch.context() as patch:
        found = isolated.images(machine, proxy_image)
        patch.setenv("DOCKER_HOST", machine.socket)
        yield Place(machine, found, tmp_path_factory)

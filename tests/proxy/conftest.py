"""The proxy's image, built once as `moorage up` builds it, and a stage for each test."""

from __future__ import annotations

import os
import pathlib
import subprocess
from collections.abc import Iterator

import pytest

from components import images
from components.core.naming import Scope
from components.core.project import Project
from components.core.traits import Traits
from components.images import cache, context
from components.workloads.proxy import builtin
from components.workloads.settings import Expose, Workload
from tests.hosts import Host
from tests.images import building
from tests.proxy import stage


@pytest.fixture(scope="session")
def image(host: Host, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the ID of the image, in the store of the engine."""
    folder = tmp_path_factory.mktemp("proxy")
    project = Project(folder, folder, Scope("proxy", "dev"))
    spec = Workload(kind="service", image="app", expose=Expose(port="http", host_port=80))
    found = builtin.images({"web": spec}, {}, Traits(proxied=True))
    building.decided(folder, images.names(found, project))
    built = building.build(
        context.of(builtin.NAME, *found[builtin.NAME], project, "linux/amd64", cache.folder(os.environ)), folder
    )
    if host.name == "podman":
        archive = folder / "image.tar"
        subprocess.run(["docker", "save", "--output", archive, built.id], check=True)
        host.run("load", "--input", str(archive))
    return built.id


@pytest.fixture
def staged(host: Host, image: str, request: pytest.FixtureRequest) -> Iterator[stage.Stage]:
    """Return a proxy that serves nothing yet, on a network of its own."""
    name = f"proxy-{pathlib.Path(request.node.name.partition('[')[0]).name.replace('_', '-')[5:25].strip('-')}"
    with stage.staged(host, name, image) as made:
        yield made

"""The proxy's image, as `moorage up` builds it, for tests that deploy without building anything else."""

from __future__ import annotations

import functools
import os
import pathlib
import subprocess
import tempfile

import pulumi

from components import images
from components.core import contract
from components.core.naming import Scope
from components.core.project import Project
from components.core.traits import Traits
from components.images import cache, context
from components.workloads.proxy import builtin
from components.workloads.settings import Expose, Workload
from tests.hosts import Host
from tests.images import building


def reference(host: Host) -> str:
    """Return the ID of the image in an engine's store; it is built once in each process, from the builder's cache."""
    built = _built()
    if host.name == "podman":
        with tempfile.TemporaryDirectory() as folder:
            archive = pathlib.Path(folder, "image.tar")
            subprocess.run(["docker", "save", "--output", archive, built], check=True)
            host.run("load", "--input", str(archive))
    return built


def image(found: str) -> contract.Image:
    """Return an ID as workloads see it."""
    return contract.Image(
        name=builtin.NAME,
        reference=pulumi.Output.from_input(found),
        uid=builtin.UID,
        ports={},
        probes={},
        checks={},
        writable=("/run/proxy",),
        stop_signal="SIGUSR1",
    )


@functools.cache
def _built() -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        project = Project(folder, folder, Scope("proxy", "dev"))
        spec = Workload(kind="service", image="app", expose=Expose(port="http", host_port=80))
        [(built, (word, given))] = builtin.images({"web": spec}, {}, Traits(proxied=True)).items()
        building.decided(folder, images.names({built: (word, given)}, project))
        made = context.of(built, word, given, project, "linux/amd64", cache.folder(os.environ))
        return building.build(made, folder).id

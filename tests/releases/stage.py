"""A stack of workloads of one tiny image, deployed by the embedded engine; `python -m` is one run, to be killed."""

from __future__ import annotations

import io
import json
import pathlib
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pulumi

from components import targets
from components.core.contract import Check, Http, Image, Probe
from components.core.naming import Scope
from components.workloads import run
from components.workloads.settings import Workload
from moorage.engine.state import crypto
from moorage.testing import deployment
from tests import hosts

REAL: Final = frozenset({"command", "docker", "random"})
UID: Final = 10001
PORT: Final = 8080

BUSYBOX: Final = ["/bin/busybox", "sh", "-c"]
SERVES: Final = 'mkdir /tmp/w && echo "$WORD" >/tmp/w/index.html && exec /bin/busybox httpd -f -p 8080 -h /tmp/w'
CRASHES: Final = "echo starting; echo no settings >&2; exit 3"
IDLES: Final = "trap 'exit 0' TERM; while :; do /bin/busybox sleep 0.1; done"


def serving(word: str, **more: Any) -> dict[str, Any]:
    """Return a service that answers with a word."""
    return {"kind": "service", "image": "tiny", "command": [*BUSYBOX, SERVES], "environment": {"WORD": word}} | more


def shell(kind: str, text: str, **more: Any) -> dict[str, Any]:
    """Return a workload that runs a text."""
    return {"kind": kind, "image": "tiny", "command": [*BUSYBOX, text]} | more


@dataclass
class Stage:
    """One stack on one engine; `project` is the name of its project, which no other test at work may have."""

    host: hosts.Host
    project: str
    image: str
    deployed: deployment.Deployment
    secrets: dict[str, str] = field(default_factory=lambda: {"word": "of a test"})
    images: dict[str, str] = field(default_factory=dict[str, str])
    """More images by the names by which workloads take them."""

    def up(self, workloads: dict[str, Any], *, fails: bool = False) -> deployment.Deployed:
        """Deploy."""
        return self.deployed.update(lambda: self.register(workloads), fails=fails)

    def changes(self, workloads: dict[str, Any]) -> dict[str, int]:
        """Return what `up` would change, by operation."""
        changes = self.deployed.preview(lambda: self.register(workloads)).changes
        return {operation: count for operation, count in changes.items() if operation != "same"}

    def register(self, workloads: dict[str, Any]) -> None:
        """Register the workloads, as the program does."""
        specs = {name: Workload.model_validate(block) for name, block in workloads.items()}
        target = targets.make(*targets.settings(dict(self.host.target)), {})
        secrets = {name: pulumi.Output.secret(value) for name, value in self.secrets.items()}
        known = {"tiny": self.image, **self.images}
        images = {name: contract(reference) for name, reference in known.items()}
        run.run(specs, images, secrets, target, Scope(self.project, "test"))

    def containers(self, workload: str) -> list[dict[str, Any]]:
        """Return the engine's account of a workload's containers; newest first."""
        return self.host.inspect(*self.host.containers(self.project, "test", workload))

    def running(self, workload: str) -> list[str]:
        """Return the ids of a workload's running containers."""
        return [one["Id"] for one in self.containers(workload) if one["State"]["Running"]]

    def says(self, workload: str) -> set[str]:
        """Return what the running containers of a service answer."""
        asked = ("/bin/busybox", "wget", "-q", "-O", "-", f"http://127.0.0.1:{PORT}/")
        return {self.host.execute(one, *asked).stdout.strip() for one in self.running(workload)}


def contract(reference: str) -> Image:
    """Return the image as workloads see it: a web server's check, asked each second by the engine."""
    asked = ("/bin/busybox", "wget", "-q", "-O", "/dev/null", f"http://127.0.0.1:{PORT}/")
    check = Check(http=Http(port="http"), interval_seconds=1, timeout_seconds=4, start_seconds=10, retries=1)
    return Image(
        name="tiny",
        reference=pulumi.Output.from_input(reference),
        uid=UID,
        ports={"http": PORT},
        probes={"web": Probe(asked, 1, 4, 10, 1)},
        checks={"web": check},
        writable=("/tmp",),
        stop_signal="SIGTERM",
    )


def imported(host: hosts.Host, name: str) -> str:
    """Make the image and return its id."""
    files = io.BytesIO()
    with tarfile.open(fileobj=files, mode="w") as archive:
        archive.add("/bin/busybox", "bin/busybox")
        for folder in ("tmp", "data"):
            made = tarfile.TarInfo(folder)
            made.type, made.mode, made.uid, made.gid = tarfile.DIRTYPE, 0o755, UID, UID
            archive.addfile(made)
    done = subprocess.run(
        [host.name, "import", "-", name], env=host.variables, input=files.getvalue(), capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def open_stage(host: hosts.Host, folder: pathlib.Path, project: str, image: str, keys: crypto.Keys) -> Stage:
    """Return the stack whose state is in a folder."""
    return Stage(host, project, image, deployment.begin(folder, keys, {}, {}, REAL))


def make(host: hosts.Host, folder: pathlib.Path, project: str, keys: crypto.Keys) -> Iterator[Stage]:
    """Yield an empty stack, and remove what it holds and its image afterwards."""
    image = imported(host, f"{project}:test")
    made = open_stage(host, folder, project, image, keys)
    yield made
    made.deployed.destroy()
    left = (host.containers(project, "test"), host.networks(project, "test"), host.volumes(project, "test"))
    host.run("image", "rm", f"{project}:test")
    assert left == ([], [], [])


def main(folder: str, project: str, image: str, workloads: str) -> None:
    """Do one `up` of the stack in a folder on Docker."""
    made = open_stage(hosts.DOCKER, pathlib.Path(folder), project, image, crypto.Keys("test"))
    made.up(json.loads(workloads))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Real builds for tests: on the bases of this machine, with its own docker client."""

from __future__ import annotations

import ipaddress
import json
import os
import pathlib
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.images import cache, decide, lock, staging
from components.images.bases import Base, Wanted
from components.images.local import make
from components.targets.docker import findings


@dataclass(frozen=True)
class Built:
    """An image, and what its build printed."""

    id: str
    log: str

    @property
    def config(self) -> dict[str, Any]:
        """Return what `docker inspect` says."""
        found: list[dict[str, Any]] = json.loads(docker("inspect", self.id).stdout)
        return found[0]

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command in it, hardened as a workload is."""
        hardened = ("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges")
        return docker("run", "--rm", *hardened, "--entrypoint", command[0], self.id, *command[1:], check=check)


def docker(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the docker client; a failure shows its output."""
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stderr
    return done


def gateway() -> str:
    """Return the address of this machine that builds reach."""
    bridge = json.loads(docker("network", "inspect", "bridge").stdout)[0]["IPAM"]["Config"][0]
    # An engine that has just made its bridge does not name the gateway yet: it is the first address.
    return bridge.get("Gateway") or str(next(ipaddress.ip_network(bridge["Subnet"]).hosts()))


def base(name: str, folder: pathlib.Path) -> Base:
    """Return a base as `moorage up` would decide on it, recorded in `folder`."""
    wanted = Wanted(name)
    return decided(folder, [wanted]).base(wanted, cache.folder(), "base")


def decided(folder: pathlib.Path, wanted: Sequence[Wanted]) -> lock.Lock:
    """Return the locks of the project in `folder`, once everything that is wanted is decided."""
    shop = make.Workshop(cache.folder(), print, install=True)
    return decide.decide(folder, wanted, shop, platforms=("linux/amd64",))


def build(
    context: staging.Context, folder: pathlib.Path, secrets: Mapping[str, str] | None = None, *options: str
) -> Built:
    """Build a context with BuildKit, untagged; `options` are the docker client's."""
    staging.write(context, folder / "context")
    given: list[str] = []
    for key, value in (secrets or {}).items():
        file = folder / f"secret-{key}"
        file.write_text(value, encoding="utf-8")
        given += ["--secret", f"id={key},src={file}"]
    client = findings.build_client()
    assert client is not None, "no docker client with BuildKit"
    argv = [
        client.path,
        "build",
        "--progress=plain",
        "--iidfile",
        str(folder / "id"),
        *given,
        *options,
        str(folder / "context"),
    ]
    environment = {**os.environ, "DOCKER_BUILDKIT": "1"}
    done = subprocess.run(
        argv, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return Built((folder / "id").read_text(encoding="utf-8").strip(), done.stdout)

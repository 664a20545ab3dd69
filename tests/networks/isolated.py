"""Stacks of a tiny image on a machine of their own, and what a process in each of their containers can connect to."""

from __future__ import annotations

import contextlib
import dataclasses
import ipaddress
import itertools
import socketserver
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Mapping
from concurrent import futures
from typing import Any, Final, TypeAlias

from components import targets
from components.core.contract import Image
from components.core.naming import Scope
from components.workloads import run
from components.workloads.proxy import builtin
from components.workloads.settings import Workload
from moorage.testing import deployment
from tests.hosts import Host
from tests.machines.machine import Machine
from tests.proxy import image as proxies
from tests.releases import stage

Row: TypeAlias = Mapping[str, Any]
"""The engine's account of a container."""
Place: TypeAlias = tuple[str, int]

AT_ONCE: Final = 64
"""Connections that a container tries at a time; it may have 256 processes."""
SHELL: Final = ("/bin/busybox", "sh", "-c")


def host(machine: Machine) -> Host:
    """Return a machine's engine."""
    return Host("docker", {"DOCKER_HOST": machine.socket}, {"docker": {}})


def images(machine: Machine, proxy: str) -> dict[str, str]:
    """Bring the images onto a machine, and return their ids by the names that a stack gives them."""
    saved = subprocess.run(["docker", "save", proxy], capture_output=True, check=True)
    subprocess.run(["docker", "--host", machine.socket, "load"], input=saved.stdout, capture_output=True, check=True)
    return {"tiny": stage.imported(host(machine), "tiny:test"), builtin.NAME: proxy}


def service(*uses: str, **more: Any) -> dict[str, Any]:
    """Return a service that answers on port 8080."""
    return stage.serving("here", uses=list(uses)) | more


def up(stack: deployment.Deployment, name: str, workloads: Mapping[str, Any], references: Mapping[str, str]) -> None:
    """Deploy workloads as project `name`."""

    def register() -> None:
        specs = {key: Workload.model_validate(block) for key, block in workloads.items()}
        target = targets.make(*targets.settings({"docker": {}}), {})
        made = {"tiny": _contract("tiny", references["tiny"]), builtin.NAME: proxies.image(references[builtin.NAME])}
        run.run(specs, made, {}, target, Scope(name, "test"))

    stack.update(register)


def _contract(name: str, reference: str) -> Image:
    """Return an image with time for its check, as many start at once."""
    found = stage.contract(reference)
    probes = {key: dataclasses.replace(probe, timeout=10, start=60) for key, probe in found.probes.items()}
    return dataclasses.replace(found, name=name, probes=probes)


def beyond(machine: Machine) -> str:
    """Return an address that a machine reaches and that is not its own: the other end of its only cable."""
    return str(ipaddress.ip_address(machine.address) - 1)


def containers(machine: Machine) -> list[dict[str, Any]]:
    """Return the engine's account of every running container."""
    return host(machine).inspect(*host(machine).says("ps", "-q").split())


def addresses(container: Row) -> list[str]:
    """Return a container's addresses, one in each of its networks."""
    return [there["IPAddress"] for there in container["NetworkSettings"]["Networks"].values() if there["IPAddress"]]


def owner(container: Row) -> str:
    """Return whose a container is: `project/workload`; a service's proxy is the service."""
    labels = container["Config"]["Labels"]
    name = labels.get("moorage.workload") or labels["moorage.proxy"].removesuffix("-proxy")
    return f"{labels['moorage.project']}/{name}"


def listening(machine: Machine, container: Row) -> set[int]:
    """Return the TCP ports on which a container listens beyond its own loopback, where its name server's are."""
    return {port for address, port in sockets(machine, int(container["State"]["Pid"])) if address[:4] != "127."}


def sockets(machine: Machine, process: int = 1) -> set[tuple[str, int]]:
    """Return address and port of each listening TCP socket in the network of a process on a machine."""
    tables = ("/proc/self/net/tcp", "/proc/self/net/tcp6")
    said = machine.run("nsenter", "--net", "--target", str(process), "cat", *tables)
    rows = [line.split() for line in said.splitlines()]
    places = [row[1].split(":") for row in rows if row[3] == "0A"]
    return {(_address(address), int(port, 16)) for address, port in places}


def _address(text: str) -> str:
    """Return an address that the kernel wrote in words of 32 bits, each in this machine's byte order."""
    words = [int(text[start : start + 8], 16).to_bytes(4, sys.byteorder) for start in range(0, len(text), 8)]
    return str(ipaddress.ip_address(b"".join(words)))


def reached(machine: Machine, rows: Iterable[Row], places: Iterable[tuple[str, int]]) -> dict[str, set[Place]]:
    """Return, by container, the places (address or name, and port) to which a process in it can connect."""
    wanted, ids = sorted(places), [str(row["Id"]) for row in rows]
    with futures.ThreadPoolExecutor() as pool:
        return dict(zip(ids, pool.map(lambda one: _reached(machine, one, wanted), ids), strict=True))


def _reached(machine: Machine, container: str, places: list[Place]) -> set[Place]:
    found: set[Place] = set()
    rest = iter(places)
    while some := list(itertools.islice(rest, AT_ONCE)):
        tries = [
            f"(/bin/busybox timeout 3 /bin/busybox nc {address} {port} </dev/null >/dev/null 2>&1; "
            f"[ $? = 0 ] && echo {address} {port}) &"
            for address, port in some
        ]
        said = host(machine).execute(container, *SHELL, "\n".join([*tries, "wait"]), check=False).stdout
        found |= {(address, int(port)) for address, port in (line.split() for line in said.splitlines())}
    return found


@contextlib.contextmanager
def answering(address: str) -> Generator[Place]:
    """Yield where something takes connections and ends them."""
    with socketserver.ThreadingTCPServer((address, 0), socketserver.BaseRequestHandler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield address, int(server.server_address[1])
        server.shutdown()

"""Eight workloads, and another stack beside them: exactly the declared pairs connect, tried from inside each one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pytest

from components.workloads import plan
from tests.machines.machine import Machine
from tests.networks import isolated
from tests.networks.conftest import Place
from tests.networks.isolated import Row

pytestmark = pytest.mark.xdist_group("machine")

WORKLOADS: Final[dict[str, Any]] = {
    "database": isolated.service(egress="none"),
    "cache": isolated.service(egress="none"),
    "api": isolated.service("database", "cache", replicas=2),
    "web": isolated.service("api", expose={"port": "http", "host_port": 8080}),
    "admin": isolated.service("database", expose={"port": "http", "host_port": 8081, "public": "of this test"}),
    "alone": isolated.service(),
    "worker": isolated.service("cache", kind="worker", check="web"),
    "cut": isolated.service("cache", kind="worker", check="web", egress="none"),
}
NOBODY: Final = {"stranger": isolated.service(expose={"port": "http", "host_port": 8090})}
LOOPBACK_ONLY, EVERYWHERE = 9001, 9002


@pytest.fixture(scope="module")
def there(place: Place) -> Iterator[Machine]:
    """Return a machine with both stacks up, and two services of its own."""
    before = isolated.sockets(place.machine)
    stacks = [(place.stack(), "one", WORKLOADS), (place.stack(), "two", NOBODY)]
    for stack, name, workloads in stacks:
        isolated.up(stack, name, workloads, place.images)
    assert isolated.sockets(place.machine) - before == {
        (plan.LOOPBACK, 8080),
        (plan.EVERYWHERE, 8081),
        (plan.LOOPBACK, 8090),
    }
    place.machine.run("busybox", "httpd", "-p", f"{plan.LOOPBACK}:{LOOPBACK_ONLY}")
    place.machine.run("busybox", "httpd", "-p", f"{plan.EVERYWHERE}:{EVERYWHERE}")
    yield place.machine
    for stack, _, _ in stacks:
        stack.destroy()
    assert isolated.host(place.machine).says("ps", "-aq") == ""
    assert set(isolated.host(place.machine).says("network", "ls", "--format", "{{.Name}}").split()) == {
        "bridge",
        "host",
        "none",
    }


def workloads(rows: Sequence[Row]) -> list[Row]:
    """Return the containers that are no proxies."""
    return [row for row in rows if "moorage.workload" in row["Config"]["Labels"]]


def test_exactly_the_declared_pairs(there: Machine) -> None:
    """By every address of every container of both stacks, and every port on which anything listens."""
    rows = isolated.containers(there)
    owners = {address: isolated.owner(row) for row in rows for address in isolated.addresses(row)}
    ports = set.union(*(isolated.listening(there, row) for row in rows))
    found = isolated.reached(there, workloads(rows), itertools.product(owners, ports))
    pairs = {(isolated.owner(row), owners[address]) for row in workloads(rows) for address, _ in found[row["Id"]]}
    declared = {(f"one/{name}", f"one/{other}") for name, spec in WORKLOADS.items() for other in spec["uses"]}
    assert 8080 in ports
    assert {(caller, callee) for caller, callee in pairs if caller != callee} == declared


def test_exactly_the_declared_names(there: Machine) -> None:
    """A workload knows what it uses by name, that and its own proxies' containers, and nobody else of either stack."""
    rows = isolated.containers(there)
    names = {row["Name"][1:]: isolated.owner(row) for row in rows}
    names |= {name: f"one/{name}" for name in WORKLOADS} | {name: f"two/{name}" for name in NOBODY}
    places = [(name, 8080) for name in names]
    for one, found in isolated.reached(there, workloads(rows), places).items():
        (me,) = [isolated.owner(row) for row in rows if row["Id"] == one]
        uses = {f"one/{other}" for other in WORKLOADS[me[4:]]["uses"]} if me[:4] == "one/" else set[str]()
        assert {names[name] for name, _ in found} - {me} == uses
        assert {other[4:] for other in uses} <= {name for name, _ in found}


def test_the_machine_and_the_outside(there: Machine) -> None:
    """Nothing reaches the machine's loopback; who may go out reaches the rest of it and beyond, others nothing."""
    rows = isolated.containers(there)
    gateways = [net["Gateway"] for row in rows for net in row["NetworkSettings"]["Networks"].values() if net["Gateway"]]
    here = {plan.LOOPBACK, "172.17.0.1", there.address, *gateways}
    near = set(itertools.product(here, (LOOPBACK_ONLY, EVERYWHERE)))
    with isolated.answering(isolated.beyond(there)) as far:
        for one, found in isolated.reached(there, workloads(rows), {*near, far}).items():
            (name,) = [isolated.owner(row).partition("/")[2] for row in rows if row["Id"] == one]
            open_ports = {port for _, port in found}
            if (WORKLOADS | NOBODY)[name].get("egress") == "none":
                assert (name, found) == (name, set())
            else:
                assert (name, open_ports, far in found) == (name, {EVERYWHERE, far[1]}, True)
                assert (there.address, EVERYWHERE) in found

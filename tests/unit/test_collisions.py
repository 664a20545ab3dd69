"""Addresses that lead elsewhere are refused in one line, which names what is there and a block that is free."""

from __future__ import annotations

import pathlib
import types
from typing import Any

import pytest

from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.operations import Claim, Subnet
from components.shared import routes
from components.shared.containers import collisions
from components.shared.routes import Route

CLAIM = Claim(Scope("shop", "dev"), pool="10.64.0.0/12", networks=[Subnet("shop-dev-web", "10.70.0.16/28")])


def client(**networks: tuple[str, dict[str, str]]) -> Any:
    """Return an engine with these networks: name, subnet and labels."""
    rows: list[dict[str, Any]] = [
        {"Name": name, "Labels": labels or None, "IPAM": {"Config": [{"Subnet": subnet}, {"Subnet": "fd00::/64"}]}}
        for name, (subnet, labels) in networks.items()
    ]
    rows.append({"Name": "host", "Labels": {}, "IPAM": {"Config": None}})
    return types.SimpleNamespace(api=types.SimpleNamespace(networks=lambda: rows))


def refused(there: Any, leading: list[Route]) -> str:
    """Return the line with which the claim is refused."""
    with pytest.raises(SettingsError) as caught:
        collisions.check(there, "docker", CLAIM, leading)
    return str(caught.value)


def test_a_route_into_the_pool() -> None:
    """A private network or a VPN that the machine reaches would no longer be reached."""
    assert refused(client(), [Route("10.0.0.0/8", "tun0", bridge=False)]) == (
        "target.docker.subnets: 10.64.0.0/12 overlaps 10.0.0.0/8, a route of this machine (tun0); free is 172.31.0.0/16"
    )


def test_a_network_of_another_stack() -> None:
    """The line names it; on the same pool it is no collision as long as the addresses differ."""
    labels = {"moorage.project": "shop", "moorage.stack": "prod"}
    assert refused(client(other=("10.70.0.0/24", labels)), []) == (
        "target.docker.subnets: 10.70.0.16/28 of network shop-dev-web is taken by network other (10.70.0.0/24); "
        "free is 10.255.0.0/16"
    )
    collisions.check(client(other=("10.70.1.0/24", labels)), "docker", CLAIM, [])


def test_a_bridge_of_another_engine() -> None:
    """Where it is counts, not its pool: two engines of one machine share the default."""
    assert refused(client(), [Route("10.70.0.0/26", "podman3", bridge=True)]) == (
        "target.docker.subnets: 10.70.0.16/28 of network shop-dev-web is taken by a network on podman3 (10.70.0.0/26); "
        "free is 10.255.0.0/16"
    )
    collisions.check(client(), "docker", CLAIM, [Route("10.70.0.32/28", "podman3", bridge=True)])


def test_what_is_our_own() -> None:
    """The stack's networks and their routes are no collision at the next run, nor is a network elsewhere."""
    labels = {"moorage.project": "shop", "moorage.stack": "dev"}
    there = client(mine=("10.70.0.16/28", labels), bridge=("172.17.0.0/16", {}))
    leading = [Route("10.70.0.16/28", "br-1", bridge=True), Route("172.17.0.0/16", "docker0", bridge=True)]
    collisions.check(there, "docker", CLAIM, leading)


def test_the_kernel_table(tmp_path: pathlib.Path) -> None:
    """Destination and mask as /proc/net/route writes them; the default route leads everywhere and is none."""
    (tmp_path / "net").mkdir()
    (tmp_path / "class/net/docker0/bridge").mkdir(parents=True)
    (tmp_path / "net/route").write_text(
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
        "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
        "docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
        "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
    )
    assert routes.read(tmp_path, tmp_path) == [
        Route("172.17.0.0/16", "docker0", bridge=True),
        Route("192.0.2.0/24", "eth0", bridge=False),
    ]
    assert routes.read(tmp_path / "none", tmp_path) == []

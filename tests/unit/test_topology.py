"""The networks of a stack are exactly its declared pairs, its services and the ways out."""

from __future__ import annotations

from typing import Any

from components.core.naming import Scope
from components.core.traits import Traits
from components.workloads import topology
from components.workloads.settings import Workload


def found(**specs: dict[str, Any]) -> topology.Topology:
    """Return the networks of these workloads."""
    made = {name: Workload.model_validate({"kind": "service", "image": "shop"} | spec) for name, spec in specs.items()}
    return topology.of(made, Scope("shop", "dev"), Traits.subnets)


def test_exactly_the_declared_pairs() -> None:
    """A service that is used or exposed has a network of its own, each pair one, each port of the host one."""
    there = found(
        database={"egress": "none"},
        web={"uses": ["database"], "expose": {"port": "http", "host_port": 8080}},
        worker={"kind": "worker", "uses": ["database"]},
        alone={"egress": "none"},
    )
    assert {name: one.name for name, one in there.services.items()} == {
        "database": "shop-dev-database",
        "web": "shop-dev-web",
    }
    assert {pair: one.name for pair, one in there.pairs.items()} == {
        ("edge-8080", "web"): "shop-dev-edge-8080.web",
        ("web", "database"): "shop-dev-web.database",
        ("worker", "database"): "shop-dev-worker.database",
    }
    assert {name: one.name for name, one in there.outside.items()} == {
        "web": "shop-dev-web_outside",
        "worker": "shop-dev-worker_outside",
    }
    assert {name: one.name for name, one in there.edges.items()} == {"edge-8080": "shop-dev-edge-8080_outside"}
    assert len(topology.every(there)) == 8


def test_one_port_of_the_host_is_one_edge() -> None:
    """Two services behind it are two pairs."""
    expose = {"port": "http", "host_port": 8443}
    there = found(one={"expose": expose}, two={"expose": expose})
    assert list(there.edges) == ["edge-8443"]
    assert list(there.pairs) == [("edge-8443", "one"), ("edge-8443", "two")]


def test_replicas_need_a_larger_network() -> None:
    """Twice as many containers are there during an update, and the proxy; it is another network then."""
    few, many = (found(web={"replicas": count}, caller={"uses": ["web"]}).services["web"] for count in (5, 6))
    assert (few.name, few.subnet.partition("/")[2]) == ("shop-dev-web", "28")
    assert (many.name, many.subnet.partition("/")[2]) == (f"shop-dev-web_{many.subnet.replace('/', '-')}", "24")


def test_a_caller_that_comes_moves_nobody() -> None:
    """Every network that was there is there afterwards."""
    before = topology.every(found(api={}, web={"uses": ["api"]}))
    after = topology.every(found(api={}, web={"uses": ["api"]}, worker={"kind": "worker", "uses": ["api"]}))
    assert set(before) < set(after)


def test_sixty_workloads_fit() -> None:
    """Each has a network of its own, uses another one, and goes out: 180 networks, of which none is shared."""
    there = found(**{f"w{n}": {"uses": [f"w{n - 1}"] if n else []} for n in range(60)})
    networks = topology.every(there)
    assert len(networks) == 59 + 59 + 60
    assert len({one.subnet for one in networks}) == len(networks)

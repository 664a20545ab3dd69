"""The networks of a stack on a Docker API: who meets whom, and nobody else. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.core.naming import Scope
from components.workloads import subnets
from components.workloads.settings import Workload
from components.workloads.subnets import Network

VERSIONS = 2
"""During an update the old containers of a workload and the new ones are there; so with a proxy or an edge."""


@dataclass(frozen=True)
class Topology:
    """Every network of a stack."""

    services: Mapping[str, Network]
    """By service: its versions and their proxy. Only of those that are used or exposed."""
    pairs: Mapping[tuple[str, str], Network]
    """By caller and callee: the caller's containers and the callee's proxy. An edge is a caller."""
    outside: Mapping[str, Network]
    """By workload: its way out of the machine."""
    edges: Mapping[str, Network]
    """By edge: where it publishes its port."""


def edge(host_port: int) -> str:
    """Return the name of the proxy that a port of the host belongs to."""
    return f"edge-{host_port}"


def of(workloads: Mapping[str, Workload], scope: Scope, pool: str, path: str = "target") -> Topology:
    """Return the networks of these workloads, with subnets from `pool`.

    Raises:
        SettingsError: at `path`, the pool is too small for them.
    """
    exposed = {name: edge(spec.expose.host_port) for name, spec in workloads.items() if spec.expose is not None}
    called = {other for spec in workloads.values() for other in spec.uses} | set(exposed)
    pairs = {(name, other): VERSIONS * spec.replicas for name, spec in workloads.items() for other in spec.uses}
    pairs |= {(caller, name): VERSIONS for name, caller in exposed.items()}
    # "_" is in no name that a user gives: what is not a workload's own network can take none of theirs.
    sizes = {scope.fixed(name): VERSIONS * workloads[name].replicas + VERSIONS for name in called}
    sizes |= {scope.fixed(_pair(*pair)): containers + VERSIONS for pair, containers in pairs.items()}
    out = [name for name, spec in workloads.items() if spec.egress == "any"]
    sizes |= {scope.fixed(_outside(name)): VERSIONS * workloads[name].replicas for name in out}
    sizes |= {scope.fixed(_outside(name)): VERSIONS for name in exposed.values()}
    placed = subnets.place(sizes, pool, path)
    return Topology(
        services={name: placed[scope.fixed(name)] for name in sorted(called)},
        pairs={pair: placed[scope.fixed(_pair(*pair))] for pair in sorted(pairs)},
        outside={name: placed[scope.fixed(_outside(name))] for name in sorted(out)},
        edges={name: placed[scope.fixed(_outside(name))] for name in sorted(set(exposed.values()))},
    )


def every(found: Topology) -> list[Network]:
    """Return all of them, sorted by name."""
    groups = (found.services, found.pairs, found.outside, found.edges)
    return sorted((one for group in groups for one in group.values()), key=lambda one: one.name)


def _pair(caller: str, callee: str) -> str:
    return f"{caller}.{callee}"


def _outside(name: str) -> str:
    return f"{name}_outside"

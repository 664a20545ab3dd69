"""The ports of the host, and where each leads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from components.core.contract import Image
from components.workloads import topology
from components.workloads.proxy import plan
from components.workloads.settings import Expose, Workload

INSIDE: Final = 8080
"""What an edge listens on in its container, whatever the port of the host."""
DRAIN_SECONDS: Final = 30
"""How long requests to a service that is exposed no more may take to end."""
USUAL: Final = {"http": 80, "https": 443}
"""Ports that a URL does not name."""


@dataclass(frozen=True)
class Port:
    """A port of the host, and the services behind it, sorted by name."""

    number: int
    services: Mapping[str, Workload]

    @property
    def name(self) -> str:
        """Return the name of the edge that has it."""
        return topology.edge(self.number)

    @property
    def exposes(self) -> Mapping[str, Expose]:
        """Return how each service is exposed."""
        return {name: spec.expose for name, spec in self.services.items() if spec.expose is not None}


def ports(workloads: Mapping[str, Workload]) -> list[Port]:
    """Return the ports of the host that are exposed, sorted."""
    found: dict[int, dict[str, Workload]] = {}
    for name, spec in sorted(workloads.items()):
        if spec.expose is not None:
            found.setdefault(spec.expose.host_port, {})[name] = spec
    return [Port(number, services) for number, services in sorted(found.items())]


def document(
    port: Port, images: Mapping[str, Image], addresses: Mapping[str, str], certificates: Mapping[str, str]
) -> plan.Document:
    """Return what an edge serves: each service by its host names, through the service's own proxy.

    `addresses` are those of the proxies, by service. `certificates` are PEM texts with their keys, by service, of those
    that have one.
    """
    exposes = port.exposes
    modes = {name: plan.mode(images[spec.image].checks, exposes[name].port) for name, spec in port.services.items()}
    shown = list(dict.fromkeys(certificates[name] for name in exposes if name in certificates))
    return {
        "listeners": [
            {
                "port": INSIDE,
                "mode": next(iter(modes.values())),
                "tls": {"certificates": shown} if shown else None,
                "routes": [{"hosts": list(expose.host_names), "backend": name} for name, expose in exposes.items()],
                "outside": True,
            }
        ],
        "backends": {
            name: {
                "mode": modes[name],
                "port": images[spec.image].ports[exposes[name].port],
                "servers": [addresses[name]],
                "check": None,
            }
            for name, spec in port.services.items()
        },
        "drain_seconds": DRAIN_SECONDS,
    }


def url(expose: Expose, address: str) -> str:
    """Return where a client finds the service: by its first host name, else at the host's address."""
    scheme = "https" if expose.tls else "http"
    host = expose.host_names[0] if expose.host_names else address
    return f"{scheme}://{host}" if USUAL[scheme] == expose.host_port else f"{scheme}://{host}:{expose.host_port}"

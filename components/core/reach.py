"""Reach: how a workload gets to a target. Closed: a new member is a type error wherever it matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import pulumi

from components.core import client, hosts
from components.core.traits import Traits


@dataclass(frozen=True)
class Cluster:
    """A Kubernetes API."""

    provider: pulumi.ProviderResource
    namespace: str


@dataclass(frozen=True)
class Containers:
    """A Docker API: Docker's own, or Podman's."""

    provider: pulumi.ProviderResource
    client: client.Client
    """The command that does what the API's provider has no resource for."""
    host: str
    """The API's address for that command; empty: its default."""
    address: str
    """Where a person on this machine reaches a published port; over SSH, through a tunnel."""
    builds: pulumi.ProviderResource | None = None
    """What builds images beside this API; None: whatever builds here."""

    def url(self, port: int, *, public: bool) -> str:
        """Return where a person reaches a port that is published there."""
        machine = hosts.machine(self.host) if public else ""
        return f"http://{machine or self.address}:{port}"

    def tunnel(self, port: int, *, public: bool) -> str:
        """Return the command that brings the port here first; empty where the URL is enough."""
        return "" if public else hosts.tunnel(self.host, port)

    @property
    def environment(self) -> dict[str, str]:
        """Return what a script needs to call the client: its command as CLIENT, and where the API is."""
        return client.environment(self.client, self.host)


@dataclass(frozen=True)
class Compose:
    """A Compose project, kept in step by one command."""

    project: str
    run: tuple[str, ...]


@dataclass(frozen=True)
class Units:
    """Systemd units (Quadlet) of the user that this runs as."""

    address: str
    """Where a person on this machine reaches a published port."""
    plain: str = ""
    """The registry's host where it is spoken to without TLS; empty: it is not."""


Reach: TypeAlias = Cluster | Containers | Compose | Units


class Target(Protocol):
    """Where workloads run."""

    @property
    def reach(self) -> Reach:
        """How to get there."""
        ...

    @property
    def traits(self) -> Traits:
        """What it can do."""
        ...

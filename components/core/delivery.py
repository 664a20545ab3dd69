"""Delivery: what builds a target's images, and the registry that carries them there. Plain data, no secret's value."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final, TypeAlias

from components.core import client


@dataclass(frozen=True)
class Registry:
    """Where images are pushed, and how one logs in there."""

    repository: str
    """Host, port if any, and the path that the images' own names follow: `registry.example:5000/team`."""
    username: str = ""
    password: str = ""
    """Name of the stack's secret that holds it."""
    ca: str = ""
    """PEM file inside the project with the authority that signed the registry's certificate; empty: a usual one."""
    plain: str = ""
    """Why this registry is spoken to without TLS; empty: it is not."""

    @property
    def host(self) -> str:
        """Return host and port."""
        return self.repository.partition("/")[0]

    @property
    def tls(self) -> bool:
        """Say whether TLS is needed: a loopback address is as private without."""
        return not self.plain and not loopback(self.host)


@dataclass(frozen=True)
class Store:
    """A container engine's own store of images, as the command that loads into it finds it."""

    client: client.Client = "docker"
    host: str = ""
    """The API's address for that command; empty: its default."""
    prefix: str = ""
    """What the engine puts before a name without a host."""

    @property
    def environment(self) -> dict[str, str]:
        """Return what a script needs to call the command."""
        return client.environment(self.client, self.host)


@dataclass(frozen=True)
class BuildKit:
    """BuildKit, through the Docker client."""

    builder: str = ""
    """Name of a builder that buildx knows; empty: the client's own choice."""


@dataclass(frozen=True)
class Buildah:
    """Buildah, which needs no daemon: it builds in its own store and hands the result over."""


Builder: TypeAlias = BuildKit | Buildah

HERE: Final = Store()
"""Docker's, as its command finds it."""

DEFAULT: Final = BuildKit()
"""What builds where a target says nothing."""


def loopback(host: str) -> bool:
    """Say whether a registry's host is this machine: Docker takes that as private, with or without TLS."""
    name = host.rpartition(":")[0] or host
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"

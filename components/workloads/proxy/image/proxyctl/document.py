"""The document: everything that is served, and nothing else is."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from .refused import Refused

Mode = Literal["http", "tcp"]

_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_SERVER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_PATH = re.compile(r"/[!-~]*")


@dataclass(frozen=True)
class Route:
    """Requests for these hosts go to this backend; no hosts: all of them."""

    hosts: tuple[str, ...]
    backend: str


@dataclass(frozen=True)
class Listener:
    """A port of the container."""

    port: int
    mode: Mode
    routes: tuple[Route, ...]
    certificates: tuple[str, ...]
    """Each a certificate, its chain and its key as PEM; none: no TLS."""
    outside: bool
    """Whoever connects is not one of the stack: what it says of itself in headers is replaced."""


@dataclass(frozen=True)
class Backend:
    """One port of a workload's version; no servers: whoever connects waits."""

    mode: Mode
    port: int
    servers: tuple[str, ...]
    """Names of containers, or addresses."""
    check: str | None
    """Path of a request that a healthy server answers; asked only where there are several."""

    @property
    def placed(self) -> bool:
        """Say whether its servers are addresses: no name server is asked for them."""
        return bool(self.servers) and all(is_address(server) for server in self.servers)


@dataclass(frozen=True)
class Document:
    """What is served. A server that is not in it gets no new connection."""

    listeners: tuple[Listener, ...]
    backends: Mapping[str, Backend]
    drain_seconds: int
    """How long connections to servers that are no longer in it may take to end."""


def is_address(server: str) -> bool:
    """Say whether a server is given by its IPv4 address."""
    try:
        ipaddress.IPv4Address(server)
    except ValueError:
        return False
    return True


def read(text: str) -> Document:
    """Return the document in a JSON text.

    Raises:
        Refused: it is none.
    """
    try:
        given = cast(dict[str, Any], json.loads(text))
        backends = {_match(_NAME, name): _backend(one) for name, one in given["backends"].items()}
        listeners = tuple(_listener(one, backends) for one in given["listeners"])
        drain = int(given["drain_seconds"])
    except (ValueError, TypeError, AttributeError) as error:
        raise Refused(f"not a document: {error}") from None
    except KeyError as missing:
        raise Refused(f"not a document: {missing.args[0]} is missing") from None
    ports = [listener.port for listener in listeners]
    if len(set(ports)) < len(ports):
        raise Refused("not a document: two listeners on one port")
    return Document(listeners, backends, drain)


def _backend(given: dict[str, Any]) -> Backend:
    check = given.get("check")
    path = _match(_PATH, check["path"]) if check else None
    servers = tuple(dict.fromkeys(_match(_SERVER, server) for server in given["servers"]))
    return Backend(_mode(given["mode"]), _port(given["port"]), servers, path)


def _listener(given: dict[str, Any], backends: Mapping[str, Backend]) -> Listener:
    mode, port = _mode(given["mode"]), _port(given["port"])
    routes = tuple(
        Route(tuple(_match(_HOST, host) for host in route["hosts"]), route["backend"]) for route in given["routes"]
    )
    for route in routes:
        if route.backend not in backends or backends[route.backend].mode != mode:
            raise Refused(f"not a document: port {port} leads to {route.backend!r}, which is no {mode} backend")
        if mode == "tcp" and (route.hosts or len(routes) > 1):
            raise Refused(f"not a document: port {port} is tcp, which has no host names")
    if sum(not route.hosts for route in routes) > 1 or not routes:
        raise Refused(f"not a document: port {port} needs one route without hosts, or only routes with them")
    tls = cast(dict[str, list[str]], given.get("tls") or {"certificates": []})
    certificates = tuple(tls["certificates"])
    return Listener(port, mode, routes, certificates, bool(given.get("outside", False)))


def _mode(given: object) -> Mode:
    if given not in ("http", "tcp"):
        raise ValueError(f"mode {given!r} is neither http nor tcp")
    return given


def _port(given: object) -> int:
    if not isinstance(given, int) or not 1 <= given <= 65535:
        raise ValueError(f"{given!r} is no port")
    return given


def _match(pattern: re.Pattern[str], text: object) -> str:
    if not isinstance(text, str) or pattern.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not of the form {pattern.pattern}")
    return text

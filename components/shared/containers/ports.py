"""Which ports of an engine's machine are taken by what is no container: asked here, or over SSH; elsewhere unknown."""

from __future__ import annotations

import functools
from collections.abc import Callable

from components.core import hosts
from components.core.operations import Port
from components.shared import listeners
from components.shared.containers import tunnel

TABLES = "cat /proc/net/tcp /proc/net/tcp6 2>/dev/null || true"


def taken(url: str) -> Callable[[Port], str]:
    """Return what tells who listens on a port of the machine whose engine is at `url`; empty: nobody."""
    if url.startswith(hosts.SOCKET):
        return lambda port: listeners.taken(port.address, port.number)
    if hosts.remote(url):
        return functools.partial(_there, url)
    return lambda _: ""


def _there(url: str, port: Port) -> str:
    return "another program of that machine" if port.number in listeners.numbers(tunnel.run(url, TABLES)) else ""

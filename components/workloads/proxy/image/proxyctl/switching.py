"""Servers of a running HAProxy: new ones in, others out, with no connection lost."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping

from . import configuration
from .document import Backend, Document, is_address
from .haproxy import CURRENT, Haproxy, Slots
from .refused import Refused

RESOLVED_SECONDS = 10
"""How long HAProxy may take to find a name that is known here."""

Known = Mapping[tuple[str, str], frozenset[str]]
"""Addresses that take connections, by backend and server."""


def missing(haproxy: Haproxy, document: Document) -> list[tuple[str, str]]:
    """Return backend and server of what does not get connections yet."""
    there = {(backend, one.name) for (backend, _), one in haproxy.servers().items() if one.asked}
    wanted = [(name, server) for name, backend in document.backends.items() for server in backend.servers]
    return [one for one in wanted if one not in there]


def bring_in(haproxy: Haproxy, document: Document, known: Known) -> list[tuple[str, str]]:
    """Send connections to the servers in `known` besides those that get them already; return their slots.

    Where the running HAProxy has no such backend, or no room, it is the next configuration that does.

    Raises:
        Refused: HAProxy does not find one; those before it are out again.
    """
    taken: list[tuple[str, str]] = []
    try:
        for (name, server), addresses in known.items():
            slot = _free(haproxy, name, document.backends[name], taken)
            if slot is not None:
                taken.append(slot)
                _enter(haproxy, slot, server, addresses)
    except Refused:
        take_out(haproxy, taken)
        raise
    return taken


def take_out(haproxy: Haproxy, slots: Collection[tuple[str, str]]) -> None:
    """Send no connection to these slots any more."""
    for slot in slots:
        haproxy.change(slot, "state maint")


def turn_away(haproxy: Haproxy, document: Document) -> list[tuple[str, str]]:
    """Let servers outside the document end what they have, and get nothing more; return their slots.

    A worker that a reload has told to leave takes no such order any more, and still asks them for its old clients.
    """
    turned = [slot for slot, server in _others(haproxy, document, CURRENT).items() if server.asked]
    for slot in turned:
        haproxy.change(slot, "state drain")
    return turned


def turn_back(haproxy: Haproxy, slots: Collection[tuple[str, str]]) -> None:
    """Let these slots have connections again."""
    for slot in slots:
        haproxy.change(slot, "state ready")


def drain(haproxy: Haproxy, document: Document) -> None:
    """Wait until servers outside the document have no connection of any worker, then take them out."""
    end = time.monotonic() + document.drain_seconds
    workers = [f"@!{worker}" for worker in haproxy.workers()]
    while time.monotonic() < end and any(_busy(haproxy, document, worker) for worker in workers):
        time.sleep(0.1)
    for slot in _others(haproxy, document, CURRENT):
        haproxy.change(slot, "state maint")
        # A name that is gone would be asked for again and again; one that is there costs nothing.
        if slot[0] in document.backends and (stay := _named(document.backends[slot[0]])):
            haproxy.change(slot, f"fqdn {stay[0]}")


def _others(haproxy: Haproxy, document: Document, worker: str) -> Slots:
    wanted = {(name, server) for name, backend in document.backends.items() for server in backend.servers}
    found = haproxy.servers(worker)
    return {slot: one for slot, one in found.items() if one.name and not one.idle and (slot[0], one.name) not in wanted}


def _named(backend: Backend) -> list[str]:
    return [server for server in backend.servers if not is_address(server)]


def _busy(haproxy: Haproxy, document: Document, worker: str) -> bool:
    try:
        others = _others(haproxy, document, worker)
        return bool(others.keys() & haproxy.sessions(worker).keys())
    except OSError:
        return False  # it has ended


def _free(haproxy: Haproxy, name: str, backend: Backend, taken: Collection[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the slot of a backend that is missed least: one that is out, else one that is not wanted."""
    found = [
        (not server.idle, server.asked, slot)
        for slot, server in haproxy.servers().items()
        if slot[0] == name
        and slot[1] != configuration.HOLD
        and slot not in taken
        and (server.idle or server.name not in backend.servers)
    ]
    return min(found)[2] if found else None


def _enter(haproxy: Haproxy, slot: tuple[str, str], server: str, addresses: frozenset[str]) -> None:
    haproxy.change(slot, "state maint")
    haproxy.change(slot, f"{'addr' if is_address(server) else 'fqdn'} {server}")
    end = time.monotonic() + RESOLVED_SECONDS
    while haproxy.servers()[slot].lost or haproxy.servers()[slot].address not in addresses:
        if time.monotonic() > end:
            raise Refused(f"HAProxy does not find {server}")
        time.sleep(0.02)
    haproxy.change(slot, "state ready")

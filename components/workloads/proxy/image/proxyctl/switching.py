"""Servers of a running HAProxy: new ones in, others out, with no connection lost."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Collection, Mapping

from . import configuration
from .document import Backend, Document
from .haproxy import Haproxy, Slots
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


def drain(haproxy: Haproxy, document: Document) -> None:
    """Send nothing more to servers outside the document, whichever worker would, and let their connections end."""
    end = time.monotonic() + document.drain_seconds
    workers = haproxy.workers()
    for worker in workers:
        for slot, server in _others(haproxy, document, worker).items():
            if server.asked:
                _change(haproxy, slot, "state drain", worker)
    while time.monotonic() < end and any(_busy(haproxy, document, worker) for worker in workers):
        time.sleep(0.1)
    for worker in workers:
        for slot in _others(haproxy, document, worker):
            _change(haproxy, slot, "state maint", worker)
            # A name that is gone would be asked for once a second from now on; one that is there costs nothing.
            if document.backends.get(slot[0]) and (stay := document.backends[slot[0]].servers):
                _change(haproxy, slot, f"fqdn {stay[0]}", worker)


def _others(haproxy: Haproxy, document: Document, worker: str) -> Slots:
    wanted = {(name, server) for name, backend in document.backends.items() for server in backend.servers}
    try:
        found = haproxy.servers(f"@!{worker}")
    except OSError:
        return {}  # it has ended
    return {slot: one for slot, one in found.items() if one.name and not one.idle and (slot[0], one.name) not in wanted}


def _busy(haproxy: Haproxy, document: Document, worker: str) -> bool:
    others = _others(haproxy, document, worker)
    if not others:
        return False
    sessions = haproxy.sessions(f"@!{worker}")
    return any(sessions.get(slot, 0) for slot in others)


def _change(haproxy: Haproxy, slot: tuple[str, str], words: str, worker: str) -> None:
    with contextlib.suppress(OSError):  # it has ended, and all its connections
        haproxy.change(slot, words, f"@!{worker}")


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
    haproxy.change(slot, f"fqdn {server}")
    end = time.monotonic() + RESOLVED_SECONDS
    while haproxy.servers()[slot].lost or haproxy.servers()[slot].address not in addresses:
        if time.monotonic() > end:
            raise Refused(f"HAProxy does not find {server}")
        time.sleep(0.02)
    haproxy.change(slot, "state ready")

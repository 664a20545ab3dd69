"""Serve a document: what is new is reached first, then gets connections, then what is old gets none."""

from __future__ import annotations

import time

from . import configuration, places, reachable, running, switching
from .document import Document
from .haproxy import Haproxy
from .refused import Refused

START_SECONDS = 10
"""How long HAProxy may take to answer."""
REACH_SECONDS = 5
"""How long a server may take that its own check found well already."""


def serve(document: Document, place: places.Places) -> None:
    """Return when exactly this is served and the rest has drained. Done twice, or after a half-done one, it ends alike.

    Raises:
        Refused: a server takes no connection, or HAProxy does not take the configuration; what served still does.
    """
    with place.alone():
        haproxy = Haproxy(place.master)
        haproxy.wait(START_SECONDS)
        try:
            _serve(haproxy, document, place)
        finally:
            _tidy(place)


def _serve(haproxy: Haproxy, document: Document, place: places.Places) -> None:
    known = {
        (name, server): reachable.addresses(server, document.backends[name].port, REACH_SECONDS)
        for name, server in switching.missing(haproxy, document)
    }
    _certificates(document, place)
    changed = haproxy.structure(configuration.STRUCTURE) != configuration.structure(document, place)
    text = configuration.render(document, place)
    if changed:
        _check(text, place)
    entered = _bring_in(haproxy, document, known, changed=changed)
    before = place.configuration.read_text(encoding="utf-8")
    places.write(place.configuration, text)
    turned = switching.turn_away(haproxy, document)
    if changed and not _reload(haproxy, configuration.structure(document, place)):
        places.write(place.configuration, before)
        switching.turn_back(haproxy, turned)
        switching.take_out(haproxy, entered)
        raise Refused("HAProxy does not start with the new configuration")
    switching.drain(haproxy, document)


def _bring_in(haproxy: Haproxy, document: Document, known: switching.Known, *, changed: bool) -> list[tuple[str, str]]:
    """Send connections to new servers: after a reload, a worker that is leaving serves those it has with them, too."""
    entered = switching.bring_in(haproxy, document, known)
    if not changed and len(entered) < len(known):
        switching.take_out(haproxy, entered)
        raise Refused("HAProxy has no room for another server")
    return entered


def _certificates(document: Document, place: places.Places) -> None:
    for listener in document.listeners:
        for pem in listener.certificates:
            file = place.certificates / configuration.certificate(pem)
            if not file.exists():
                places.write(file, pem)


def _check(text: str, place: places.Places) -> None:
    beside = place.folder / "next.cfg"
    places.write(beside, text)
    try:
        if reason := running.wrong(str(beside)):
            raise Refused(f"HAProxy does not take the configuration: {reason}")
    finally:
        beside.unlink()


def _reload(haproxy: Haproxy, structure: str) -> bool:
    """Start a worker with what is on disk; the one before it ends when its connections have."""
    haproxy.tell("reload")
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            if haproxy.structure(configuration.STRUCTURE) == structure:
                return True
        except OSError:
            pass  # the master process starts itself anew
        time.sleep(0.05)
    return False


def _tidy(place: places.Places) -> None:
    """Remove each certificate, with its key, that the configuration on disk does not name: a refused one, too."""
    used = place.configuration.read_text(encoding="utf-8")
    for file in place.certificates.iterdir():
        if file.name not in used:
            file.unlink()

"""HAProxy's configuration of a document. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from .document import Backend, Document, Listener
from .places import Places

STRUCTURE: Final = "proc.structure"
"""Variable of a running HAProxy that says what it was started with, servers apart."""
LEAST: Final = 4
"""Slots of a backend: two versions of one replica, and room for what a run that was killed left behind."""
UNUSED: Final = "0.0.0.0"  # noqa: S104 - no address to listen on: what HAProxy takes for none
HOLD: Final = "hold"
"""Server that refuses: a connection that finds no other is tried again every second, and so waits."""


GLOBAL: Final = """\
global
    log stdout format raw local0 err
    nbthread 2
    maxconn 1500
    tune.http.maxhdr 100
    hard-stop-after 1h
    ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
    ssl-default-bind-ciphers ECDHE+AESGCM:ECDHE+CHACHA20
"""

DEFAULTS: Final = """\
# A name that is gone takes its server out, because its address may be another's next. Docker says it by no answer at
# all, which is not taken for a busy engine for longer than five seconds; meanwhile whoever connects waits.
resolvers engine
    parse-resolv-conf
    accepted_payload_size 4096
    resolve_retries 3
    timeout resolve 200ms
    timeout retry 1s
    hold valid 1s
    hold nx 0s
    hold obsolete 0s
    hold refused 0s
    hold other 0s
    hold timeout 5s

# Only what could not be connected is tried again, so no request is sent twice. A connection to a server carries one
# request: none meets a server that is just closing an idle one. A path is logged without its query, for failures alone.
defaults http
    mode http
    log global
    log-format "%ci %HM %HPO %ST %TR/%Tw/%Tc/%Tr/%Ta %b/%s %ts"
    option dontlog-normal
    option log-separate-errors
    option abortonclose
    option http-server-close
    option idle-close-on-response
    option redispatch 1
    retries 60
    timeout connect 3s
    timeout client 1h
    timeout server 1h
    timeout http-request 30s
    timeout http-keep-alive 75s
    timeout tunnel 7d

defaults tcp
    mode tcp
    log global
    log-format "%ci %Tw/%Tc/%Tt %b/%s %ts"
    option dontlog-normal
    option log-separate-errors
    option clitcpka
    option srvtcpka
    option redispatch 1
    retries 60
    timeout connect 3s
    timeout client 7d
    timeout server 7d
"""


def structure(document: Document, places: Places) -> str:
    """Return the hash, in hex, of all but the names of servers: what a running HAProxy cannot change."""
    text = "\n".join(_lines(document, places, named=False))
    return hashlib.sha256(text.encode()).hexdigest()


def render(document: Document, places: Places) -> str:
    """Return the configuration."""
    loaded = f"    set-var {STRUCTURE} str({structure(document, places)})"
    return "\n".join([GLOBAL + loaded, "", *_lines(document, places, named=True), ""])


def slots(backend: Backend) -> int:
    """Return how many servers a backend has room for."""
    return max(LEAST, 2 * len(backend.servers))


def certificate(pem: str) -> str:
    """Return the name of the file that holds a certificate."""
    return f"{hashlib.sha256(pem.encode()).hexdigest()}.pem"


def _lines(document: Document, places: Places, *, named: bool) -> Iterator[str]:
    yield DEFAULTS
    yield f"frontend alive from http\n    bind unix@{places.alive} mode 600\n    http-request return status 200\n"
    for listener in sorted(document.listeners, key=lambda one: one.port):
        yield from _frontend(listener, places)
    for name, backend in sorted(document.backends.items()):
        yield from _backend(name, backend, backend.servers if named else ())


def _frontend(listener: Listener, places: Places) -> Iterator[str]:
    yield f"frontend port-{listener.port} from {listener.mode}"
    yield f"    bind :{listener.port}{_tls(listener, places)}"
    if listener.mode == "http":
        yield from _requests(listener)
    for route in listener.routes:
        yield f"    use_backend {route.backend}{_hosts(route.hosts)}"
    yield ""


def _tls(listener: Listener, places: Places) -> str:
    if not listener.certificates:
        return ""
    files = " ".join(f"crt {places.certificates / certificate(pem)}" for pem in listener.certificates)
    alpn = " alpn h2,http/1.1" if listener.mode == "http" else ""
    # Without it, a stranger who names no host is shown the first certificate, and so a name.
    strict = " strict-sni" if all(route.hosts for route in listener.routes) else ""
    return f" ssl {files}{alpn}{strict}"


def _requests(listener: Listener) -> Iterator[str]:
    if all(route.hosts for route in listener.routes):
        known = tuple(host for route in listener.routes for host in route.hosts)
        yield f"    http-request return status 421{_hosts(known, 'unless')}"
    if listener.outside:
        for header in ("Forwarded", "X-Real-IP"):
            yield f"    http-request del-header {header}"
        yield "    http-request set-header X-Forwarded-For %[src]"
        yield f"    http-request set-header X-Forwarded-Proto {'https' if listener.certificates else 'http'}"
        yield "    http-request set-header X-Forwarded-Host %[req.hdr(host)]"


def _hosts(hosts: tuple[str, ...], word: str = "if") -> str:
    if not hosts:
        return ""
    return f" {word} {{ req.hdr(host),host_only,lower -m str {' '.join(hosts)} }}"


def _backend(name: str, backend: Backend, servers: tuple[str, ...]) -> Iterator[str]:
    yield f"backend {name} from {backend.mode}"
    found = "" if backend.placed else " resolvers engine resolve-prefer ipv4 init-addr libc,none"
    if len(backend.servers) > 1:
        found += " check inter 1s fall 2 rise 1 observe layer4 error-limit 1 on-error mark-down"
        if backend.check:
            path = backend.check.replace("'", "'\\''")
            yield "    option httpchk"
            yield f"    http-check send meth GET uri '{path}' ver HTTP/1.1 hdr Host localhost"
    for number in range(1, slots(backend) + 1):
        used = number <= len(servers)
        address = servers[number - 1] if used else UNUSED
        yield f"    server s{number} {address}:{backend.port}{found}{'' if used else ' disabled'}"
    yield f"    server {HOLD} 127.0.0.1:9 backup"
    yield ""

"""Clients that ask without a pause and never try twice: each failure counts."""

from __future__ import annotations

import contextlib
import http.client
import ssl
import threading
import time
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field

PAUSE = 0.02
"""Seconds between two requests of one client: four clients ask about 150 times a second."""


@dataclass
class Load:
    """What the clients saw."""

    answers: Counter[str] = field(default_factory=Counter[str])
    failures: list[str] = field(default_factory=list[str])

    @property
    def last(self) -> set[str]:
        """Return who answers from now on, as a few more requests show; an old connection asks too."""
        before = Counter(self.answers)
        time.sleep(0.5)
        return set(self.answers - before)

    def wait(self) -> None:
        """Wait until requests that were held are answered."""
        for _ in range(100):
            if self.last:
                return
        raise AssertionError("nothing is answered")


@contextlib.contextmanager
def asking(address: str, port: int, *, tls: bool = False, host: str = "") -> Generator[Load]:
    """Keep two clients that keep their connection and two that open one for each request asking."""
    load, over = Load(), threading.Event()
    clients = [
        threading.Thread(target=_ask, args=(address, port, keeps, tls, host, load, over))
        for keeps in (True, True, False, False)
    ]
    for client in clients:
        client.start()
    try:
        yield load
    finally:
        over.set()
        for client in clients:
            client.join()


def connect(address: str, port: int, *, tls: bool = False, host: str = "") -> http.client.HTTPConnection:
    """Return a connection; with `tls` any certificate will do, and `host` is the name that is asked for."""
    if not tls:
        return http.client.HTTPConnection(address, port, timeout=30)
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return Named(address, port, timeout=30, context=context, name=host)


class Named(http.client.HTTPSConnection):
    """A connection to an address at which a host is asked for by its name."""

    def __init__(self, address: str, port: int, *, timeout: float, context: ssl.SSLContext, name: str) -> None:
        super().__init__(address, port, timeout=timeout, context=context)
        self.given, self.named = context, name

    def connect(self) -> None:
        """Connect, and say the name in the handshake."""
        http.client.HTTPConnection.connect(self)
        self.sock = self.given.wrap_socket(self.sock, server_hostname=self.named or None)


def _ask(address: str, port: int, keeps: bool, tls: bool, host: str, load: Load, over: threading.Event) -> None:
    connection = connect(address, port, tls=tls, host=host)
    while not over.is_set():
        try:
            connection.request("GET", "/", headers={"Host": host} if host else {})
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status == 200:
                load.answers[text] += 1
            else:
                load.failures.append(f"{answer.status} {text}")
        except (OSError, http.client.HTTPException) as error:
            load.failures.append(repr(error))
            connection.close()
        if not keeps:
            connection.close()
        time.sleep(PAUSE)
    connection.close()

"""Whether a version takes connections, asked before anybody else is sent to it."""

from __future__ import annotations

import socket
import time

from .refused import Refused


def addresses(server: str, port: int, seconds: float) -> frozenset[str]:
    """Return the addresses of a server that takes a connection.

    Raises:
        Refused: it takes none in this time.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            found = {str(one[4][0]) for one in socket.getaddrinfo(server, port, socket.AF_INET, socket.SOCK_STREAM)}
            with socket.create_connection((min(found), port), timeout=2):
                return frozenset(found)
        except socket.gaierror:
            reason = "its name is not known here"
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
        if time.monotonic() > end:
            raise Refused(f"{server} takes no connection on port {port}: {reason}")
        time.sleep(0.1)

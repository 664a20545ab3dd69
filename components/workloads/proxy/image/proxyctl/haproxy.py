"""A running HAProxy, asked and told through the socket of its master process."""

from __future__ import annotations

import pathlib
import re
import socket
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from . import configuration
from .refused import Refused

CURRENT = "@1"
"""The worker that takes new connections."""
MAINTENANCE, DRAIN, UNRESOLVED = 0x01, 0x08, 0x20
"""Bits of a server's administrative state (SRV_ADMF_FMAINT, _FDRAIN, _RMAINT in HAProxy's server-t.h)."""
_SESSION = re.compile(r" be=(\S+) srv=(\S+) ")
"""Of a connection, in a line of `show sess`."""
DONE = ("changed", "no need to change")
"""What it says when it did as it was told; most of the time it says nothing."""


@dataclass(frozen=True)
class Server:
    """A slot of a backend."""

    name: str
    """Of the container, as it is resolved, or its address; empty: none was ever given."""
    address: str
    state: int

    @property
    def asked(self) -> bool:
        """Say whether it is meant to get connections."""
        return not self.state & (MAINTENANCE | DRAIN)

    @property
    def lost(self) -> bool:
        """Say whether its name is not known to HAProxy."""
        return bool(self.state & UNRESOLVED)

    @property
    def idle(self) -> bool:
        """Say whether it is out."""
        return bool(self.state & MAINTENANCE)


Slots = Mapping[tuple[str, str], Server]
"""By backend and slot."""


@dataclass(frozen=True)
class Haproxy:
    """HAProxy behind one socket."""

    master: pathlib.Path

    def tell(self, command: str, worker: str = "") -> str:
        """Return the answer to a command, of the master process or of one of its workers.

        Raises:
            OSError: nobody answers.
        """
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(10)
            line.connect(str(self.master))
            line.sendall(f"{worker} {command}\n".lstrip().encode())
            line.shutdown(socket.SHUT_WR)
            with line.makefile() as answer:
                return answer.read().strip()

    def wait(self, seconds: float) -> None:
        """Wait until it answers.

        Raises:
            Refused: it does not.
        """
        end = time.monotonic() + seconds
        while True:
            try:
                if self.workers():
                    return
            except OSError:
                pass
            if time.monotonic() > end:
                raise Refused(f"HAProxy does not answer within {seconds:.0f} s")
            time.sleep(0.05)

    def workers(self) -> list[str]:
        """Return the process IDs of those that run, the current one first."""
        found: list[str] = []
        for line in self.tell("show proc").splitlines():
            words = line.split()
            if len(words) > 2 and words[1] == "worker":
                found.append(words[0])
        return found

    def structure(self, variable: str) -> str:
        """Return the text of a variable of the current worker; empty: it has none."""
        answer = self.tell(f"get var {variable}", CURRENT)
        return answer.partition("value=<")[2].rstrip(">")

    def servers(self, worker: str = CURRENT) -> Slots:
        """Return every slot of a worker."""
        found: dict[tuple[str, str], Server] = {}
        for line in self.tell("show servers state", worker).splitlines():
            words = line.split()
            if len(words) > 18 and words[0].isdigit():
                # The one that refuses is nobody's.
                address = "" if words[3] == configuration.HOLD else words[4].replace(configuration.UNUSED, "")
                name = address if words[17] == "-" else words[17]
                found[words[1], words[3]] = Server(name, words[4], int(words[6]))
        return found

    def sessions(self, worker: str) -> Counter[tuple[str, str]]:
        """Return how many connections each slot of a worker has, one that is leaving included."""
        return Counter((one[1], one[2]) for one in _SESSION.finditer(self.tell("show sess", worker)))

    def change(self, slot: tuple[str, str], words: str, worker: str = CURRENT) -> None:
        """Tell a worker something of a slot.

        Raises:
            Refused: it says no.
        """
        answer = self.tell(f"set server {'/'.join(slot)} {words}", worker)
        if answer and not any(word in answer for word in DONE):
            raise Refused(f"{'/'.join(slot)} {words}: {answer.splitlines()[0]}")

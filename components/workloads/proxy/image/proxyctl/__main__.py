"""The command `proxyctl`: `run` starts HAProxy, `serve` makes it serve the document on stdin."""

from __future__ import annotations

import os
import pathlib
import sys

from . import document, places, running, serving
from .refused import Refused

FOLDER = pathlib.Path("/var/lib/proxy")
"""The volume: what serves, after a restart too."""
SOCKETS = pathlib.Path("/run/proxy")
"""In memory."""


def main() -> int:
    """Do what the first argument says; 1 and one line on stderr when it cannot be done."""
    os.umask(0o077)  # configuration, keys, sockets: nobody else's
    place = places.Places(FOLDER, SOCKETS)
    try:
        match sys.argv[1:]:
            case ["run"]:
                running.start(place)
            case ["serve"]:
                serving.serve(document.read(sys.stdin.read()), place)
            case _:
                sys.stderr.write("usage: proxyctl run | proxyctl serve <DOCUMENT.json\n")
                return 2
    except Refused as refused:
        sys.stderr.write(f"proxyctl: {refused}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

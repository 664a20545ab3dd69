"""Where an engine over SSH is reached from here, when whoever started this run has opened a connection to it."""

from __future__ import annotations

import json
import os

VARIABLE = "MOORAGE_TUNNELS"
"""JSON: local addresses by the engine's own."""


def local(host: str) -> str:
    """Return the local end of a tunnel to `host`; without one, `host`: a client of its own gets there, if slower."""
    found: dict[str, str] = json.loads(os.environ.get(VARIABLE) or "{}")
    return found.get(host, host)

"""Start HAProxy from what is on the volume, as the process of the container."""

from __future__ import annotations

import os
import subprocess

from . import configuration, places
from .document import Document

HAPROXY = "/usr/sbin/haproxy"
EMPTY = Document((), {}, 0)
"""What is served before anything was said."""


def start(place: places.Places) -> None:
    """Become HAProxy."""
    place.certificates.mkdir(mode=0o700, exist_ok=True)
    if not place.configuration.exists():
        places.write(place.configuration, configuration.render(EMPTY, place))
    arguments = [HAPROXY, "-W", "-db", "-S", f"{place.master},mode,600", "-f", str(place.configuration)]
    os.execv(HAPROXY, arguments)  # noqa: S606 - no shell


def wrong(file: str) -> str:
    """Return what HAProxy has against a configuration, in one line; empty: nothing."""
    command = [HAPROXY, "-c", "-q", "-f", file]
    found = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - fixed, no shell
    if found.returncode == 0:
        return ""
    alerts = [line.partition(" : ")[2] for line in found.stderr.splitlines() if line.startswith("[ALERT]")]
    return alerts[0] if alerts else f"exit code {found.returncode}"

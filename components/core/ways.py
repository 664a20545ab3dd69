"""Ways: how a target does what every workload asks for, in words; from them the report of what differs is made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ways:
    """A sentence each, for people; what code decides by is in the traits."""

    updates: str
    """What callers notice of a new version, and what becomes of one that does not get healthy."""
    checks: str
    """Who runs the health checks, and what follows from them."""
    networks: str
    """How exactly the declared pairs connect, and what a new caller means for the one it calls."""
    publishing: str
    """Who holds a port of the host."""
    secrets: str
    """Where the files under `/run/secrets` are kept."""
    limits: str
    """When the limits hold, and what they need."""
    logs: str
    """Where the log is, and what limits it."""
    jobs: str
    """Who runs a job to its end."""
    restarts: str
    """What comes back after a crash, and after a restart of the machine."""

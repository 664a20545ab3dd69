"""What follows from a workload and its image on every reach. Pure."""

from __future__ import annotations

from components.core.contract import Image, Probe
from components.core.naming import secret_variable
from components.workloads.settings import Expose, Workload

SECRETS = "/run/secrets"
"""Where a workload finds its secrets, on every reach."""

CLOCK = "/opt/moorage"
"""Where a workload that runs at times has its scheduler."""
CLOCK_STATE = "/run/moorage"
"""Where the scheduler notes how the last run ended."""

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only where the stack file gives a reason under `expose.public`


def address(expose: Expose) -> str:
    """Return the address of the host that an exposed port listens on."""
    return EVERYWHERE if expose.public else LOOPBACK


def environment(spec: Workload) -> dict[str, str]:
    """Return the variables, sorted by name; of a secret only the path of its file."""
    files = {secret_variable(secret): f"{SECRETS}/{secret}" for secret in spec.secrets}
    return dict(sorted((spec.environment | files).items()))


def probe(image: Image, spec: Workload) -> Probe | None:
    """Return the check that holds for this workload: the one it names; of a service else the image's first."""
    if spec.kind == "cron":
        succeeded = (f"{CLOCK}/busybox", "grep", "-qx", "0", f"{CLOCK_STATE}/last")
        return Probe(succeeded, interval=10, timeout=3, start=0, retries=1)
    if spec.check is not None:
        return image.probes[spec.check]
    return next(iter(image.probes.values()), None) if spec.kind == "service" else None


def healthy_seconds(found: Probe) -> int:
    """Return how long a start may take: the start period, every retry, and ten seconds for the engine."""
    return found.start + (found.interval + found.timeout) * found.retries + 10

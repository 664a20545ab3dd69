"""The `.container` file of a workload: the same rules as on every other host, in Quadlet's keys. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from components.core.contract import Image, Probe
from components.core.naming import Scope
from components.workloads import files, plan
from components.workloads.settings import Workload
from components.workloads.units import ini

RESTART: Final = {"always": "always", "on-failure": "on-failure", "never": "no"}
AGAIN_SECONDS: Final = 1
"""Between an end and the next start. Systemd gives up after five starts in ten seconds unless it is told not to."""
STOP_ROOM: Final = 10
"""Seconds beyond the grace period in which Podman itself kills, before systemd does."""
TARGET: Final = "default.target"
"""What a user's manager starts when it comes up; with lingering that is when the machine does."""


@dataclass(frozen=True)
class Around:
    """What a workload finds around it: names of other unit files, and of Podman's secrets."""

    networks: Sequence[tuple[str, str]] = ()
    """Names of networks, each with the name by which the workload is called there; empty: it is not."""
    volumes: Mapping[str, str] | None = None
    """Directories by the name of the volume."""
    mounted: Mapping[str, str] | None = None
    """Podman's names of what is mounted as files, by their paths: secrets and configuration alike."""
    wants: Sequence[str] = ()
    """Units that are started with it, and up before it."""
    after: Sequence[str] = ()
    """Units that come first when both start."""


def file(name: str, spec: Workload, image: Image, reference: str, around: Around, scope: Scope) -> ini.File:
    """Return the unit of one workload that runs the image `reference`, `repository@digest`."""
    probe = None if spec.kind == "job" else plan.probe(image, spec)
    keys = [
        *_what(name, spec, image, reference, scope),
        *_hardening(image, spec),
        *_limits(image, spec),
        *_around(spec, image, around),
        *_health(probe),
    ]
    lasts = spec.kind != "job"
    return {"Unit": _unit(name, around, scope), "Container": keys, "Service": _service(spec, probe)} | (
        {"Install": [("WantedBy", TARGET)]} if lasts else {}
    )


def _unit(name: str, around: Around, scope: Scope) -> ini.Section:
    wanted = [("Wants", f"{other}.service") for other in around.wants]
    first = [("After", f"{other}.service") for other in dict.fromkeys([*around.wants, *around.after])]
    unlimited = [("StartLimitIntervalSec", "0")]
    return [("Description", f"{name} of {scope.project}, stack {scope.stack}"), *wanted, *first, *unlimited]


def _what(name: str, spec: Workload, image: Image, reference: str, scope: Scope) -> Iterator[tuple[str, str]]:
    yield "ContainerName", scope.fixed(name)
    yield "Image", ini.plain(reference)
    # By digest: `podman auto-update` looks after the unit, and finds another version only where the plan named one.
    yield "AutoUpdate", "registry"
    yield "HostName", name
    for key, value in scope.labels(name).items():
        yield "Label", ini.words(f"{key}={value}")
    if command := spec.command or list(image.command):
        yield "Exec", ini.words(*command)
    for key, value in plan.environment(spec).items():
        yield "Environment", ini.words(f"{key}={value}")


def _hardening(image: Image, spec: Workload) -> Iterator[tuple[str, str]]:
    yield "User", str(image.uid)
    yield "Group", str(image.uid)
    yield "ReadOnly", "true" if "writable_root" not in spec.relax else "false"
    yield "ReadOnlyTmpfs", "false"
    yield "DropCapability", "all"
    yield "NoNewPrivileges", "true"
    yield "RunInit", "true"
    yield "PodmanArgs", ini.words("--ipc=private")


def _limits(image: Image, spec: Workload) -> Iterator[tuple[str, str]]:
    limits = spec.limits
    memory = f"{limits.memory_mib}m"
    yield "PodmanArgs", ini.words(f"--memory={memory}", f"--memory-swap={memory}", f"--cpus={limits.cpus:g}")
    yield "PidsLimit", str(limits.pids)
    yield "Ulimit", f"nofile={limits.open_files}:{limits.open_files}"
    for path in image.writable:
        # `U` gives the directory to the container's user: Podman knows no uid and gid of a tmpfs.
        yield "Tmpfs", ini.plain(f"{path}:rw,noexec,nosuid,nodev,size={limits.tmpfs_mib}m,mode=0700,U")
    yield "LogDriver", "journald"
    yield "StopSignal", image.stop_signal
    yield "StopTimeout", str(spec.stop_seconds)


def _around(spec: Workload, image: Image, around: Around) -> Iterator[tuple[str, str]]:
    for network, alias in around.networks:
        yield "Network", f"{network}.network{f':alias={alias}' if alias else ''}"
    if not around.networks:
        yield "Network", "none"
    for key, path in (around.volumes or {}).items():
        yield "Volume", ini.plain(f"{key}.volume:{path}")
    directories = [*([plan.SECRETS] if spec.secrets else []), *files.grouped(spec.files)]
    for directory in directories:
        # Podman binds each file into the root, in which a read-only one has no place for it.
        yield "Tmpfs", f"{directory}:rw,noexec,nosuid,nodev,size=64k,mode=0555"
    for target, stored in (around.mounted or {}).items():
        yield "Secret", ini.words(f"{stored},type=mount,target={target},uid={image.uid},gid={image.uid},mode=0400")
    if spec.expose is not None:
        inside = image.ports[spec.expose.port]
        yield "PublishPort", f"{plan.address(spec.expose)}:{spec.expose.host_port}:{inside}"


def _health(probe: Probe | None) -> Iterator[tuple[str, str]]:
    if probe is None:
        yield "HealthCmd", "none"
        return
    yield "HealthCmd", ini.plain(json.dumps(probe.command))
    yield "HealthInterval", f"{probe.interval}s"
    yield "HealthTimeout", f"{probe.timeout}s"
    yield "HealthStartPeriod", f"{probe.start}s"
    yield "HealthRetries", str(probe.retries)
    yield "Notify", "healthy"


def _service(spec: Workload, probe: Probe | None) -> ini.Section:
    stop = ("TimeoutStopSec", str(spec.stop_seconds + STOP_ROOM))
    if spec.kind == "job":
        return [("Type", "oneshot"), ("TimeoutStartSec", str(spec.timeout_seconds)), stop]
    start = plan.healthy_seconds(probe) if probe is not None else STOP_ROOM
    again = [("Restart", RESTART[spec.restart]), ("RestartSec", str(AGAIN_SECONDS))]
    return [*again, ("TimeoutStartSec", str(start)), stop]

"""What `moorage doctor` says about Podman on this machine."""

from __future__ import annotations

import contextlib
import pathlib
import shutil
from collections.abc import Iterator
from typing import Any, Final, assert_never

from components.core.delivery import Buildah, BuildKit
from components.core.operations import Finding, OperationError
from components.shared.builders import buildah
from components.shared.containers import facts
from components.targets.podman import engine, machine, plan, remedies
from components.targets.podman.settings import PodmanSettings

INFO: Final = "/v4.0.0/libpod/info"
"""Podman's own account, which Docker's API has no words for (libpod API, system.info)."""


def find(settings: PodmanSettings) -> list[Finding]:
    """Return every finding; what needs the engine is left out when it does not answer."""
    try:
        client = engine.connect(settings.host, timeout=10)
    except OperationError as error:
        reason = engine.unreachable(settings.host) or str(error).removeprefix("container engine: ")
        missing = Finding("container engine", "missing", reason, remedies.remedy(settings.host, reason))
        return [missing, *_machine(), *_builder(settings)]
    with contextlib.closing(client):
        told: dict[str, Any] = client.info()
        versions: dict[str, Any] = client.version()
        own: dict[str, Any] = client.api.get(client.api.base_url + INFO).json()
    found = f"Podman {versions['Version']}, API {versions['ApiVersion']}, at {settings.host}"
    return [
        Finding("container engine", "ok", found),
        _rights(own["host"]),
        facts.access(engine.path(settings.host)),
        _networks(own["host"]),
        _short_names(own),
        facts.limits(told, "mount the missing cgroup controllers and start the service again"),
        _groups(own["host"]),
        *_machine(),
        facts.disk(pathlib.Path(told["DockerRootDir"]), "podman system prune"),
        *_builder(settings),
    ]


def _rights(host: dict[str, Any]) -> Finding:
    if host["security"]["rootless"]:
        text = "the service is a user's own: the target podman is for root's, the target quadlet for a user's"
        return Finding("rights", "missing", text, ("state the socket of root's service as host",))
    return Finding("rights", "ok", "the service is root's")


def _networks(host: dict[str, Any]) -> Finding:
    if host["networkBackend"] != "netavark":
        text = f"networks are made by {host['networkBackend']}, which cannot keep them apart or name who is in them"
        remedy = ('set network_backend = "netavark" in /etc/containers/containers.conf', "podman system reset")
        return Finding("networks", "missing", text, remedy)
    return Finding("networks", "ok", "made by netavark")


def _short_names(own: dict[str, Any]) -> Finding:
    registries: dict[str, list[str]] = own.get("registries") or {}
    searched = registries.get("search") or []
    where = f"looked for in {', '.join(searched)}" if searched else "refused"
    return Finding("short names", "ok", f"a name without a host is {where}; moorage writes every host out")


def _groups(host: dict[str, Any]) -> Finding:
    manager = host["cgroupManager"]
    if manager == "systemd" and not machine.systemd():
        text = "control groups are left to systemd, which does not run here"
        return Finding("control groups", "missing", text, ('set cgroup_manager = "cgroupfs" in containers.conf',))
    return Finding("control groups", "ok", f"by {manager}; without systemd no health check runs by itself")


def _machine() -> Iterator[Finding]:
    if shutil.which("podman") is None:
        yield Finding("podman client", "missing", "no podman command on PATH", remedies.packages())
    elif lacking := machine.lacking():
        yield Finding("helpers", "missing", f"{', '.join(lacking)} not installed", remedies.packages())
    else:
        yield Finding("helpers", "ok", f"{', '.join(machine.PACKAGES[1:])} are there")
    if refused := machine.refused():
        words = " and ".join(f"{name} {number}" for name, number in refused.items())
        text = f"Podman's default limits are higher than this machine allows; {words} would do"
        yield Finding("default limits", "missing", text, remedies.limits(refused))
    else:
        yield Finding("default limits", "ok", "a container may have them")
    if machine.dropped():
        text = "Docker's firewall drops what Podman's containers say to each other in networks that lead nowhere else"
        yield Finding("firewall", "missing", text, (remedies.ACCEPT,))
    yield _reboot()


def _reboot() -> Finding:
    if machine.systemd() and not remedies.restarts():
        text = "containers stay down: podman-restart.service is not enabled"
        return Finding("after a reboot", "missing", text, (remedies.RESTART,))
    how = "podman-restart.service starts" if machine.systemd() else f"no systemd here: {remedies.AGAIN} starts"
    return Finding("after a reboot", "ok", f"{how} what is to run always")


def _builder(settings: PodmanSettings) -> list[Finding]:
    match plan.builder(settings):
        case Buildah():
            return buildah.find()
        case BuildKit():
            return []
        case _ as other:
            assert_never(other)

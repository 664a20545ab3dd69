"""What Docker records of a container's configuration -> properties. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moorage.engine.providers.docker import records
from moorage.engine.providers.docker.container import durations


def settings(inspected: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a container has of its own, by Docker, by its image or as it was made.

    The rest cannot change while the container lives, so its inputs are its state. Environment and labels are left
    out, as the real provider leaves them out: Docker mixes the image's own into them.
    """
    config = records.members(inspected, "Config")
    host = records.members(inspected, "HostConfig")
    return {
        "name": str(inspected.get("Name") or "").lstrip("/"),
        "readOnly": host.get("ReadonlyRootfs") or False,
        "privileged": host.get("Privileged") or False,
        "rm": host.get("AutoRemove") or False,
        "tty": config.get("Tty") or False,
        "stdinOpen": config.get("OpenStdin") or False,
        "publishAllPorts": host.get("PublishAllPorts") or False,
        "usernsMode": host.get("UsernsMode") or "",
        "domainname": config.get("Domainname") or "",
        "hostname": config.get("Hostname") or "",
        "command": records.texts(config, "Cmd"),
        "entrypoints": records.texts(config, "Entrypoint"),
        "user": config.get("User") or "",
        "workingDir": config.get("WorkingDir") or "",
        "stopSignal": config.get("StopSignal") or "",
        "stopTimeout": config.get("StopTimeout") or 0,
        "healthcheck": healthcheck(config.get("Healthcheck")),
        "securityOpts": records.texts(host, "SecurityOpt"),
        "init": host.get("Init") or False,
        "ipcMode": host.get("IpcMode") or "",
        "runtime": host.get("Runtime") or "",
        "platform": inspected.get("Platform") or "",
        "logDriver": records.members(host, "LogConfig").get("Type") or "",
    }


def healthcheck(check: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the check with Go durations, None when the container has none."""
    if not check:
        return None
    return {
        "tests": records.texts(check, "Test"),
        "interval": durations.text(check.get("Interval")),
        "timeout": durations.text(check.get("Timeout")),
        "startPeriod": durations.text(check.get("StartPeriod")),
        "startInterval": durations.text(check.get("StartInterval")),
        "retries": check.get("Retries") or 0,
    }

"""Inputs -> the body of Docker's `POST /containers/create`. Pure."""

from __future__ import annotations

from typing import Any

from moorage.engine.providers.docker import labels, records
from moorage.engine.providers.docker.container import durations, host, storage
from moorage.engine.values import Values

Body = dict[str, Any]


def body(inputs: Values) -> Body:
    """Return the configuration, `HostConfig` inside it; what is not set is left to Docker."""
    ports = records.objects(inputs, "ports")
    config: Body = {
        "Image": inputs["image"],
        "Cmd": inputs.get("command"),
        "Entrypoint": inputs.get("entrypoints"),
        "Env": inputs.get("envs"),
        "Labels": labels.to_map(inputs.get("labels")),
        "User": inputs.get("user"),
        "WorkingDir": inputs.get("workingDir"),
        "Hostname": inputs.get("hostname"),
        "Domainname": inputs.get("domainname"),
        "Tty": inputs.get("tty"),
        "OpenStdin": inputs.get("stdinOpen"),
        "StopSignal": inputs.get("stopSignal"),
        "StopTimeout": inputs.get("stopTimeout"),
        "Healthcheck": _healthcheck(inputs.get("healthcheck")),
        "ExposedPorts": {f"{port['internal']}/{port['protocol']}": {} for port in ports},
        "Volumes": storage.anonymous(records.objects(inputs, "volumes")),
    }
    return {**filled(config), "HostConfig": {**filled(host.config(inputs)), **host.unconfined(inputs)}}


def filled(config: Body) -> Body:
    """Return the members that say something."""
    return {key: value for key, value in config.items() if value not in (None, "", [], {})}


def _healthcheck(check: Body | None) -> Body | None:
    if check is None:
        return None
    return {
        "Test": check.get("tests"),
        "Interval": durations.nanoseconds(check.get("interval")),
        "Timeout": durations.nanoseconds(check.get("timeout")),
        "StartPeriod": durations.nanoseconds(check.get("startPeriod")),
        "StartInterval": durations.nanoseconds(check.get("startInterval")),
        "Retries": check.get("retries") or 0,
    }

"""Inputs -> Docker's `HostConfig`: isolation, limits, network, logging. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from moorage.engine.providers.docker import records
from moorage.engine.providers.docker.container import storage
from moorage.engine.values import Values

MEBIBYTE = 1024 * 1024
UNCONFINED = "systempaths=unconfined"
"""A security option that Docker's clients handle themselves."""

NANO = 10**9
"""CPUs are counted in billionths."""


def config(inputs: Values) -> dict[str, Any]:
    """Return the `HostConfig`; members that say nothing are None or empty."""
    capabilities = records.members(inputs, "capabilities")
    return {
        "Privileged": inputs.get("privileged"),
        "ReadonlyRootfs": inputs.get("readOnly"),
        "CapAdd": capabilities.get("adds"),
        "CapDrop": capabilities.get("drops"),
        "SecurityOpt": [option for option in records.texts(inputs, "securityOpts") if option != UNCONFINED],
        "Sysctls": inputs.get("sysctls"),
        "Ulimits": [_ulimit(limit) for limit in records.objects(inputs, "ulimits")],
        "PidMode": inputs.get("pidMode"),
        "IpcMode": inputs.get("ipcMode"),
        "UsernsMode": inputs.get("usernsMode"),
        "CgroupnsMode": inputs.get("cgroupnsMode"),
        "CgroupParent": inputs.get("cgroupParent"),
        "GroupAdd": inputs.get("groupAdds"),
        "Init": inputs.get("init") or False,
        "Runtime": inputs.get("runtime"),
        "AutoRemove": inputs.get("rm"),
        "ShmSize": (inputs.get("shmSize") or 0) * MEBIBYTE or None,
        **limits(inputs),
        **storage.config(inputs),
        **_devices(inputs),
        **_network(inputs),
    }


def unconfined(inputs: Values) -> dict[str, Any]:
    """Return the empty lists of masked and read-only paths that lift the protection of /proc, when that was asked."""
    return {"MaskedPaths": [], "ReadonlyPaths": []} if UNCONFINED in records.texts(inputs, "securityOpts") else {}


def limits(inputs: Values) -> dict[str, Any]:
    """Return what an update can change too: memory, processors, restart policy."""
    cpus = inputs.get("cpus")
    return {
        "Memory": (inputs.get("memory") or 0) * MEBIBYTE,
        "MemoryReservation": (inputs.get("memoryReservation") or 0) * MEBIBYTE,
        "MemorySwap": swap * MEBIBYTE if (swap := inputs.get("memorySwap") or 0) > 0 else swap,
        "CpuShares": inputs.get("cpuShares") or 0,
        "CpusetCpus": inputs.get("cpuSet") or "",
        # With cpus given, the real provider leaves period and quota alone.
        "NanoCpus": int(Decimal(cpus) * NANO) if cpus else 0,
        "CpuPeriod": 0 if cpus else inputs.get("cpuPeriod") or 0,
        "CpuQuota": 0 if cpus else inputs.get("cpuQuota") or 0,
        "RestartPolicy": {
            "Name": inputs.get("restart") or "no",
            "MaximumRetryCount": inputs.get("maxRetryCount") or 0,
        },
    }


def _network(inputs: Values) -> dict[str, Any]:
    bindings: dict[str, list[dict[str, str]]] = {}
    for port in records.objects(inputs, "ports"):
        # Port 0 lets Docker choose.
        binding = {"HostIp": port["ip"], "HostPort": str(port.get("external") or 0)}
        bindings.setdefault(f"{port['internal']}/{port['protocol']}", []).append(binding)
    return {
        "NetworkMode": inputs.get("networkMode"),
        "PortBindings": bindings,
        "PublishAllPorts": inputs.get("publishAllPorts"),
        "ExtraHosts": [f"{entry['host']}:{entry['ip']}" for entry in records.objects(inputs, "hosts")],
        "Dns": inputs.get("dns"),
        "DnsOptions": inputs.get("dnsOpts"),
        "DnsSearch": inputs.get("dnsSearches"),
    }


def _devices(inputs: Values) -> dict[str, Any]:
    return {
        "Devices": [
            {
                "PathOnHost": device["hostPath"],
                "PathInContainer": device.get("containerPath") or device["hostPath"],
                "CgroupPermissions": device["permissions"],
            }
            for device in records.objects(inputs, "devices")
        ],
        "DeviceCgroupRules": inputs.get("deviceCgroupRules"),
        "DeviceRequests": [
            {
                "Driver": request.get("driver"),
                "Count": request.get("count") or 0,
                "DeviceIDs": request.get("deviceIds") or [],
                "Capabilities": [request["capabilities"]] if request.get("capabilities") else [],
                "Options": request.get("options") or {},
            }
            for request in records.objects(inputs, "deviceRequests")
        ],
        "BlkioDeviceReadBps": _rates(inputs.get("deviceReadBps")),
        "BlkioDeviceReadIOps": _rates(inputs.get("deviceReadIops")),
        "BlkioDeviceWriteBps": _rates(inputs.get("deviceWriteBps")),
        "BlkioDeviceWriteIOps": _rates(inputs.get("deviceWriteIops")),
    }


def _rates(devices: Sequence[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    return [{"Path": device["path"], "Rate": device["rate"]} for device in devices or []]


def _ulimit(limit: Mapping[str, Any]) -> dict[str, Any]:
    return {"Name": limit["name"], "Soft": limit["soft"], "Hard": limit["hard"]}

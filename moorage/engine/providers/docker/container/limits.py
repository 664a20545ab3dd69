"""Limits and restart policy of a running container -> outputs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from moorage.engine.providers.docker import records
from moorage.engine.providers.docker.container.host import MEBIBYTE, NANO


def observed(inspected: Mapping[str, Any]) -> dict[str, Any]:
    """Return the limits as properties; memory in MiB."""
    host = records.members(inspected, "HostConfig")
    policy = records.members(host, "RestartPolicy")
    return {
        "memory": _mebibytes(host.get("Memory")),
        "memoryReservation": _mebibytes(host.get("MemoryReservation")),
        "memorySwap": _mebibytes(host.get("MemorySwap")),
        "shmSize": _mebibytes(host.get("ShmSize")),
        "cpuShares": host.get("CpuShares") or 0,
        "cpuSet": host.get("CpusetCpus") or "",
        "cpuPeriod": host.get("CpuPeriod") or None,
        "cpuQuota": host.get("CpuQuota") or None,
        "cpus": _cpus(host.get("NanoCpus")),
        "restart": policy.get("Name") or "no",
        "maxRetryCount": policy.get("MaximumRetryCount") or 0,
    }


def _mebibytes(count: int | None) -> int:
    """Return MiB; -1 (no limit) and 0 (not set) stay what they are."""
    return count // MEBIBYTE if count and count > 0 else count or 0


def _cpus(nano: int | None) -> str | None:
    if not nano:
        return None
    return f"{Decimal(nano) / NANO:f}".rstrip("0").rstrip(".") if nano % NANO else f"{nano // NANO}.0"

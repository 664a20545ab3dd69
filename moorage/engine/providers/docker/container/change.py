"""Changing a container in place: limits and restart policy, the only things Docker changes while it lives."""

from __future__ import annotations

from typing import Any

from moorage.engine.providers.docker import client
from moorage.engine.providers.docker.container import host
from moorage.engine.providers.docker.container.schema import LIMITS
from moorage.engine.values import Values


def change(engine: client.Engine, id: str, old: Values, new: Values) -> None:
    """Tell Docker the new limits, when they are others."""
    if any(old.get(key) != new.get(key) for key in LIMITS):
        with client.one_line(f"container {new['name']}: cannot be changed"):
            engine.update_container(id, **arguments(new))


def arguments(new: Values) -> dict[str, Any]:
    """Return docker-py's arguments of an update; 0 leaves a limit as it is."""
    wanted = host.limits(new)
    # Docker gives a container as much swap as memory, unless told; keeping the old sum would refuse more memory.
    swap = wanted["MemorySwap"] or wanted["Memory"] * 2
    return {
        "mem_limit": wanted["Memory"],
        "mem_reservation": wanted["MemoryReservation"],
        "memswap_limit": swap,
        "cpu_shares": wanted["CpuShares"],
        "cpuset_cpus": wanted["CpusetCpus"],
        "cpu_period": wanted["CpuPeriod"],
        "cpu_quota": wanted["CpuQuota"],
        "restart_policy": wanted["RestartPolicy"],
    }

"""The rules nobody gets to forget, as a container of any Docker API has them."""

from __future__ import annotations

from typing import Final

import pulumi_docker as docker

from components.core.contract import Image
from components.workloads import plan
from components.workloads.containers import healthcheck
from components.workloads.settings import Workload

CPU_PERIOD: Final = 100_000
"""Microseconds, the kernel's default. A quota of it, not `cpus`: the provider reads cpus "1" back as "1.0", and would
replace the container at every run."""
RESTART: Final = {"always": "always", "on-failure": "on-failure", "never": "no"}
"""Not `unless-stopped`: an engine that was killed ends the containers it finds when it starts, and would leave them so
(measured on Docker 20.10)."""


def container(image: Image, spec: Workload) -> docker.ContainerArgs:
    """Return the arguments that follow from the image's contract and the workload alone."""
    files = spec.limits.open_files
    return docker.ContainerArgs(
        image=image.reference,
        command=spec.command or list(image.command) or None,
        user=f"{image.uid}:{image.uid}",
        read_only="writable_root" not in spec.relax,
        privileged=False,
        capabilities=docker.ContainerCapabilitiesArgs(drops=["ALL"]),
        security_opts=["no-new-privileges:true"],
        ipc_mode="private",
        init=True,
        tmpfs={path: _tmpfs(image.uid, spec.limits.tmpfs_mib) for path in image.writable},
        memory=spec.limits.memory_mib,
        memory_swap=spec.limits.memory_mib,
        cpu_period=CPU_PERIOD,
        cpu_quota=round(spec.limits.cpus * CPU_PERIOD),
        ulimits=[docker.ContainerUlimitArgs(name="nofile", soft=files, hard=files)],
        log_driver="json-file",
        log_opts={"max-file": "3", "max-size": f"{spec.limits.log_mib}m"},
        restart="no" if spec.kind == "job" else RESTART[spec.restart],
        stop_signal=image.stop_signal,
        stop_timeout=spec.stop_seconds,
        destroy_grace_seconds=spec.stop_seconds,
        envs=[f"{name}={value}" for name, value in plan.environment(spec).items()],
        healthcheck=healthcheck.of(plan.probe(image, spec)),
    )


def _tmpfs(uid: int, mib: int) -> str:
    return f"rw,noexec,nosuid,nodev,size={mib}m,mode=0700,uid={uid},gid={uid}"

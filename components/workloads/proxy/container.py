"""The container of a proxy: hardened as a workload's is, with what serves on a volume of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads.containers import dialect, hardening, networks, pids
from components.workloads.proxy import builtin
from components.workloads.settings import Limits, Workload

SPEC: Final = Workload(
    kind="service",
    image=builtin.NAME,
    limits=Limits(memory_mib=128, pids=64, open_files=4096, tmpfs_mib=1),
    stop_seconds=10,
)
"""A proxy, as if it were a workload."""
FOLDER: Final = "/var/lib/proxy"
"""What serves, and certificates; the image has it, for its user alone."""
SYSCTLS: Final = {"net.ipv4.ip_forward": "0", "net.ipv4.ip_unprivileged_port_start": "0"}
"""It is in several networks and routes between none, and listens on the ports of the service, low ones too."""


def make(
    owner: Component,
    image: Image,
    meeting: Sequence[docker.Network],
    reach: Containers,
    scope: Scope,
    outside: docker.Network | None = None,
    ports: Sequence[docker.ContainerPortArgs] = (),
) -> tuple[docker.Container, list[pulumi.Resource]]:
    """Return the container, the component's primary child, and what exists once it may be used.

    It has no check of its own: HAProxy ends when one of its processes does, or hangs, and the engine starts it again.
    """
    labels = scope.labels() | {"moorage.proxy": owner.name}
    volume = docker.Volume(
        owner.named("served"),
        name=scope.fixed(owner.name),
        labels=[docker.VolumeLabelArgs(label=key, value=value) for key, value in labels.items()],
        opts=owner.inside(),
    )
    args = hardening.container(image, SPEC)
    args.hostname = owner.name
    args.labels = [docker.ContainerLabelArgs(label=key, value=value) for key, value in labels.items()]
    networks.attach(args, meeting, reach, outside)
    args.sysctls = SYSCTLS
    args.volumes = [docker.ContainerVolumeArgs(container_path=FOLDER, volume_name=volume.name)]
    args.ports = list(ports) or None
    args = dialect.spoken(args, reach.client)
    # Two containers cannot hold one port of the host; else the new one stands beside the old one.
    made = docker.Container(owner.name, args, opts=owner.inside(delete_before_replace=bool(ports)))
    limited = pids.limit(owner.named("pids"), made.id, SPEC.limits.pids, reach, owner.inside())
    return made, [limited]

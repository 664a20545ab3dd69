"""Secrets as files: a volume of their own, filled before the workload starts, readable by its user only.

Docker refuses to write into a container whose root is read-only, so a second container, which never runs, carries the
files into the volume that both mount.
"""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_docker as docker
import pulumi_random as random

from components.core.component import Component
from components.core.contract import Image
from components.core.naming import Scope
from components.workloads import plan
from components.workloads.containers import healthcheck


class Mounted(Component, token="workloads:Mounted"):
    """The secret files of one workload. A changed value makes another volume, and so another workload."""

    volume: docker.ContainerVolumeArgs
    filled: pulumi.Resource

    def __init__(
        self,
        name: str,
        values: Mapping[str, pulumi.Output[str]],
        image: Image,
        scope: Scope,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        version = random.RandomId(self.named("version"), byte_length=4, keepers=values, opts=self.inside())
        volume = docker.Volume(
            name,
            name=pulumi.Output.concat(scope.fixed(name), "-", version.hex),
            labels=[docker.VolumeLabelArgs(label=key, value=value) for key, value in scope.labels().items()],
            opts=self.inside(),
        )
        self.volume = docker.ContainerVolumeArgs(container_path=plan.SECRETS, volume_name=volume.name, read_only=True)
        self.filled = docker.Container(
            self.named("writer"),
            image=image.reference,
            start=False,
            must_run=False,
            command=["true"],
            network_mode="none",
            user=f"{image.uid}:{image.uid}",
            capabilities=docker.ContainerCapabilitiesArgs(drops=["ALL"]),
            security_opts=["no-new-privileges:true"],
            restart="no",
            log_driver="none",
            healthcheck=healthcheck.of(None),
            labels=[docker.ContainerLabelArgs(label=key, value=value) for key, value in scope.labels().items()],
            volumes=[docker.ContainerVolumeArgs(container_path=plan.SECRETS, volume_name=volume.name)],
            uploads=[
                docker.ContainerUploadArgs(
                    file=f"{plan.SECRETS}/{key}",
                    content=value,
                    permissions="0400",
                    owner=str(image.uid),
                    group=str(image.uid),
                )
                for key, value in sorted(values.items())
            ],
            opts=self.inside(),
        )
        self.publish(volume=volume.name)

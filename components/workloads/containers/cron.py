"""A workload that runs at times: a container of its own image in which a small static scheduler keeps the time.

No engine's socket is mounted, and the image needs neither a shell nor a clock: both come in a volume.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import cast

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads import plan
from components.workloads.containers import archive, script
from components.workloads.cron import times
from components.workloads.settings import Workload


class Clock(Component, token="workloads:Clock"):
    """The scheduler of one workload, in a volume. Another one makes another volume, and so another container."""

    volume: docker.ContainerVolumeArgs
    filled: pulumi.Resource

    def __init__(
        self, name: str, image: Image, reach: Containers, scope: Scope, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        text = script.program("cron.sh").encode()
        labels = {
            **scope.labels(),
            "moorage.image": image.reference,
            "moorage.script": hashlib.sha256(text).hexdigest()[:12],
        }
        volume = docker.Volume(
            name,
            labels=[docker.VolumeLabelArgs(label=key, value=value) for key, value in labels.items()],
            opts=self.inside(),
        )
        self.volume = docker.ContainerVolumeArgs(container_path=plan.CLOCK, volume_name=volume.name, read_only=True)
        self.filled = script.command(
            self.named("filled"),
            "tools.sh",
            f"fill {plan.CLOCK}",
            {
                "VOLUME": volume.name,
                "DIRECTORY": plan.CLOCK,
                "WRITER": f"{scope.fixed(name)}-writer",
                "PROJECT": scope.project,
                "STACK": scope.stack,
                "IMAGE": image.reference,
            },
            [volume.name],
            reach,
            self.inside(),
            update=script.NOTHING,
            stdin=archive.program("cron.sh", text),
        )
        self.publish(volume=volume.name)


def arrange(args: docker.ContainerArgs, spec: Workload, image: Image) -> None:
    """Let the scheduler run the command; it hands the image's stop signal on."""
    args.entrypoints = [f"{plan.CLOCK}/busybox", "sh", f"{plan.CLOCK}/cron.sh"]
    args.command = [*words(spec, image.stop_signal), *(spec.command or ())]
    args.stop_signal = "SIGTERM"
    state = f"rw,noexec,nosuid,nodev,size=1m,mode=0700,uid={image.uid},gid={image.uid}"
    args.tmpfs = {**cast("Mapping[str, str]", args.tmpfs or {}), plan.CLOCK_STATE: state}


def words(spec: Workload, signal: str) -> Sequence[str]:
    """Return what the scheduler is told before the command, as cron.sh reads it."""
    found = times.of(spec.schedule or "")
    listed = (found.minutes, found.hours, found.days, found.months)
    return [
        plan.CLOCK_STATE,
        *(",".join(f"{number:02}" for number in numbers) for numbers in listed),
        ",".join(map(str, found.weekdays)),
        "no" if found.both else "yes",
        times.rule(spec.time_zone),
        signal.removeprefix("SIG"),
        str(spec.timeout_seconds),
        str(spec.stop_seconds),
    ]

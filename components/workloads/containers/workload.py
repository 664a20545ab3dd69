"""A workload on a Docker API: its hardened containers, what they need around them, and what makes them serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads.containers import cron, dialect, hardening, jobs, mounted, networks, pids, release
from components.workloads.containers.link import Link
from components.workloads.proxy.component import Proxy
from components.workloads.settings import Workload
from components.workloads.topology import Topology


class Container(Component, token="workloads:Container"):
    """One workload. Callers meet its `proxy`; `ready` exists once it serves, or has ended well."""

    ready: Sequence[pulumi.Resource]
    proxy: Proxy | None

    def __init__(
        self,
        name: str,
        spec: Workload,
        image: Image,
        secrets: Mapping[str, pulumi.Output[str]],
        links: Sequence[Link],
        topology: Topology,
        proxy: Image | None,
        clock: Image | None,
        reach: Containers,
        scope: Scope,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`links` lead to what it calls; `proxy` and `clock` are images: a proxy, a scheduler."""
        super().__init__(name, opts)
        self._spec, self._image, self._reach, self._scope = spec, image, reach, scope
        self.proxy = None
        self._meeting = [link.network for link in links]
        self._callees = {link.callee: link.address for link in links}
        if proxy is not None and name in topology.services:
            own = networks.make(
                self.named("network"), topology.services[name], "meeting", scope.labels(name), reach, self.inside()
            )
            self._meeting.insert(0, own)
            self.proxy = Proxy(self.named("proxy"), proxy, [own], reach, scope, self.inside())
        self._outside = None
        if name in topology.outside:
            self._outside = networks.make(
                self.named("outside"), topology.outside[name], "outside", scope.labels(name), reach, self.inside()
            )
        self._mounts = self._volumes()
        self._files: list[pulumi.Input[str | None]] = []
        self._needs: list[pulumi.Resource] = [joined for link in links for joined in link.ready]
        for delivery in mounted.deliveries(name, spec, secrets):
            made = mounted.Mounted(delivery, image, reach, scope, opts=self.inside())
            self._mounts.append(made.volume)
            self._files.append(made.volume.volume_name)
            self._needs.append(made.filled)
        if clock is not None:
            self._clocked(clock)
        self.ready = [self._job() if spec.kind == "job" else self._release()]
        self.publish()

    def _clocked(self, clock: Image) -> None:
        made = cron.Clock(self.named("clock"), clock, self._reach, self._scope, opts=self.inside())
        self._mounts.append(made.volume)
        self._needs.append(made.filled)

    def _release(self) -> pulumi.Resource:
        made = [self._limited(number) for number in range(1, self._spec.replicas + 1)]
        containers = [container for container, _ in made]
        needs = [limited for _, limited in made] + (self.proxy.ready if self.proxy else [])
        return release.release(
            self.named("release"),
            self.name,
            self._spec,
            self._image,
            containers,
            self.proxy.id if self.proxy else None,
            self._reach,
            self._scope,
            self.inside(depends_on=needs),
        )

    def _job(self) -> pulumi.Resource:
        container, limited = self._limited(1)
        return jobs.run(
            self.named("run"),
            self.name,
            self._spec,
            self._image,
            self._files,
            container.id,
            self._reach,
            self._scope,
            self.inside(depends_on=[limited]),
        )

    def _limited(self, number: int) -> tuple[docker.Container, pulumi.Resource]:
        """Make a container, and limit its processes: neither starts it."""
        name = self.name if number == 1 else self.named(str(number))
        args = hardening.container(self._image, self._spec)
        if self._spec.kind == "cron":
            cron.arrange(args, self._spec, self._image)
        labels = self._scope.labels(self.name) | {"moorage.replica": str(number)} | _own_command(args.command)
        args.labels = [docker.ContainerLabelArgs(label=key, value=value) for key, value in labels.items()]
        args.hostname, args.volumes = name, self._mounts
        args.start = args.must_run = False
        networks.attach(args, self._meeting, self._reach, self._outside, self._callees)
        args = dialect.spoken(args, self._reach.client)
        # The old one goes on serving until the new one does.
        container = docker.Container(name, args, opts=self.inside(depends_on=self._needs, delete_before_replace=False))
        limited = pids.limit(f"{name}-pids", container.id, self._spec.limits.pids, self._reach, self.inside())
        return container, limited

    def _volumes(self) -> list[docker.ContainerVolumeArgs]:
        mounts: list[docker.ContainerVolumeArgs] = []
        for key, volume in self._spec.volumes.items():
            # Named for the data, so that a renamed workload keeps its volume. Its labels say whose it was when made:
            # other ones would mean another volume, and the data gone.
            made = docker.Volume(
                key,
                name=self._scope.fixed(key),
                labels=[docker.VolumeLabelArgs(label=k, value=v) for k, v in self._scope.labels(self.name).items()],
                opts=self.inside(retain_on_delete=volume.keep, ignore_changes=["labels"]),
            )
            mounts.append(docker.ContainerVolumeArgs(container_path=volume.path, volume_name=made.name))
        return mounts


def _own_command(command: object) -> dict[str, str]:
    """Return the label of a command that is not the image's: the provider finds no difference where one goes away."""
    return {"moorage.command": "own"} if command else {}

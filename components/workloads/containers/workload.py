"""A workload on a Docker API: its hardened containers, what they need around them, and what makes them serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads import plan
from components.workloads.containers import dialect, hardening, jobs, mounted, pids, release
from components.workloads.settings import Expose, Workload


class Container(Component, token="workloads:Container"):
    """One workload. `network` is where its callers meet it, `ready` exists once it serves, or has ended well."""

    url: str | None
    ready: Sequence[pulumi.Resource]
    network: docker.Network | None

    def __init__(
        self,
        name: str,
        spec: Workload,
        image: Image,
        secrets: Mapping[str, pulumi.Output[str]],
        called: Mapping[str, docker.Network],
        reach: Containers,
        scope: Scope,
        *,
        used: bool,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        self._spec, self._image, self._reach, self._scope = spec, image, reach, scope
        self.network = self._network() if used or spec.expose or not called else None
        self._networks = self._joined(called)
        self._mounts = self._volumes()
        self._files: list[pulumi.Input[str | None]] = []
        self._needs: list[pulumi.Resource] = []
        for delivery in mounted.deliveries(name, spec, secrets):
            made = mounted.Mounted(delivery, image, reach, scope, opts=self.inside())
            self._mounts.append(made.volume)
            self._files.append(made.volume.volume_name)
            self._needs.append(made.filled)
        self.ready = [self._job() if spec.kind == "job" else self._release()]
        self.url = reach.url(spec.expose.host_port, public=bool(spec.expose.public)) if spec.expose else None
        self.publish(url=self.url)

    def _release(self) -> pulumi.Resource:
        versions = [self._limited(number) for number in range(1, self._spec.replicas + 1)]
        return release.release(
            self.named("release"),
            self.name,
            self._spec,
            self._image,
            [container.id for container, _ in versions],
            None,
            self._reach,
            self._scope,
            self.inside(depends_on=[limited for _, limited in versions]),
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
        labels = self._scope.labels(self.name) | {"moorage.replica": str(number)}
        args.labels = [docker.ContainerLabelArgs(label=key, value=value) for key, value in labels.items()]
        args.hostname, args.networks_advanced, args.volumes = name, self._networks, self._mounts
        args.start = args.must_run = False
        if self._spec.expose is not None:
            args.ports = [_port(self._spec.expose, self._image)]
        # Two containers can hold neither one port of the host nor one volume, so the old one goes first.
        alone = self._spec.expose is not None
        args = dialect.spoken(args, self._reach.client)
        container = docker.Container(name, args, opts=self.inside(depends_on=self._needs, delete_before_replace=alone))
        limited = pids.limit(f"{name}-pids", container.id, self._spec.limits.pids, self._reach, self.inside())
        return container, limited

    def _network(self) -> docker.Network:
        labels = self._scope.labels(self.name)
        return docker.Network(
            self.named("network"),
            name=self._scope.fixed(self.name),
            labels=[docker.NetworkLabelArgs(label=key, value=value) for key, value in labels.items()],
            opts=self.inside(),
        )

    def _joined(self, called: Mapping[str, docker.Network]) -> list[docker.ContainerNetworksAdvancedArgs]:
        joined = [docker.ContainerNetworksAdvancedArgs(name=called[other].name) for other in sorted(called)]
        if self.network is None:
            return joined
        return [docker.ContainerNetworksAdvancedArgs(name=self.network.name, aliases=[self.name]), *joined]

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


def _port(expose: Expose, image: Image) -> docker.ContainerPortArgs:
    internal, address = image.ports[expose.port], plan.address(expose)
    return docker.ContainerPortArgs(internal=internal, external=expose.host_port, ip=address)

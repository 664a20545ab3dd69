"""A workload on a Docker API: one hardened container, with what it needs around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_docker as docker

from components.core.component import Component
from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads import plan
from components.workloads.containers import hardening, jobs, pids
from components.workloads.containers.mounted import Mounted
from components.workloads.settings import Expose, Workload


class Container(Component, token="workloads:Container"):
    """One workload. `network` is where its callers meet it, `ready` exists once it is up, or has ended well."""

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
        args = hardening.container(image, spec)
        args.hostname = name
        labels = scope.labels(name)
        args.labels = [docker.ContainerLabelArgs(label=key, value=value) for key, value in labels.items()]
        self.network = None
        if used or spec.expose or not called:
            self.network = docker.Network(
                self.named("network"),
                name=scope.fixed(name),
                labels=[docker.NetworkLabelArgs(label=key, value=value) for key, value in labels.items()],
                opts=self.inside(),
            )
        args.networks_advanced = self._networks(called)
        args.volumes = self._volumes(spec, scope)
        needs: list[pulumi.Resource] = []
        if spec.secrets:
            mounted = Mounted(
                self.named("secrets"), {key: secrets[key] for key in spec.secrets}, image, scope, opts=self.inside()
            )
            args.volumes = [*args.volumes, mounted.volume]
            needs.append(mounted.filled)
        if spec.kind == "job":
            args.start = args.must_run = False
        elif (probe := plan.probe(image, spec)) is not None:
            args.wait, args.wait_timeout = True, plan.healthy_seconds(probe)
        self.url = None
        if spec.expose is not None:
            args.ports = [_port(spec.expose, image)]
            self.url = f"http://{reach.address}:{spec.expose.host_port}"
        # Two containers can hold neither one port of the host nor one volume, so the old one goes first.
        alone = spec.expose is not None or bool(spec.volumes)
        container = docker.Container(name, args, opts=self.inside(depends_on=needs, delete_before_replace=alone))
        limited = pids.limit(self.named("pids"), container.id, spec.limits.pids, reach, self.inside())
        self.ready = [limited]
        if spec.kind == "job":
            done = jobs.run(
                self.named("run"), name, container.id, spec.timeout_seconds, reach, self.inside(depends_on=[limited])
            )
            self.ready = [done]
        self.publish(url=self.url)

    def _networks(self, called: Mapping[str, docker.Network]) -> list[docker.ContainerNetworksAdvancedArgs]:
        joined = [docker.ContainerNetworksAdvancedArgs(name=called[other].name) for other in sorted(called)]
        if self.network is None:
            return joined
        return [docker.ContainerNetworksAdvancedArgs(name=self.network.name, aliases=[self.name]), *joined]

    def _volumes(self, spec: Workload, scope: Scope) -> list[docker.ContainerVolumeArgs]:
        mounts: list[docker.ContainerVolumeArgs] = []
        for key, volume in spec.volumes.items():
            # Named for the data, so that a renamed workload keeps its volume. Its labels say whose it was when made:
            # other ones would mean another volume, and the data gone.
            made = docker.Volume(
                key,
                name=scope.fixed(key),
                labels=[docker.VolumeLabelArgs(label=k, value=v) for k, v in scope.labels(self.name).items()],
                opts=self.inside(retain_on_delete=volume.keep, ignore_changes=["labels"]),
            )
            mounts.append(docker.ContainerVolumeArgs(container_path=volume.path, volume_name=made.name))
        return mounts


def _port(expose: Expose, image: Image) -> docker.ContainerPortArgs:
    internal, address = image.ports[expose.port], plan.address(expose)
    return docker.ContainerPortArgs(internal=internal, external=expose.host_port, ip=address)

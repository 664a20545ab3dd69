"""Files that only a workload's user may read, in volumes of their own that are filled before it starts.

Docker refuses to write into a container whose root is read-only, so a second container, which never runs, carries the
files into the volume that both mount.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_docker as docker
import pulumi_random as random

from components.core.component import Component
from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Containers
from components.workloads import files, plan
from components.workloads.containers import archive, script
from components.workloads.settings import Workload

WHOLE: Final = {"docker": True, "podman": False}
"""Whether an archive is unpacked at `/`: only so Docker sets mode and owner of a volume's own directory; Podman finds
a volume only where it is mounted."""


@dataclass(frozen=True)
class Delivery:
    """What one directory holds: `versions` are other ones whenever the files are, by the same paths."""

    name: str
    directory: str
    contents: Mapping[str, pulumi.Input[bytes]]
    versions: Mapping[str, pulumi.Input[str]]
    shown: Mapping[str, str]
    """What a preview compares and shows; nothing of secrets."""


class Mounted(Component, token="workloads:Mounted"):
    """One directory of one workload. A changed file makes another volume, and so another version of the workload."""

    volume: docker.ContainerVolumeArgs
    filled: pulumi.Resource

    def __init__(
        self,
        delivery: Delivery,
        image: Image,
        reach: Containers,
        scope: Scope,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(delivery.name, opts, **({"files": dict(delivery.shown)} if delivery.shown else {}))
        version = random.RandomId(
            self.named("version"), byte_length=4, keepers=dict(delivery.versions), opts=self.inside()
        )
        # Not named by the version: one that was removed by hand and is made again would be empty under its old name,
        # and nothing would fill it.
        labels = {**scope.labels(), "moorage.version": version.hex, "moorage.owner": str(image.uid)}
        volume = docker.Volume(
            self.name,
            labels=[docker.VolumeLabelArgs(label=key, value=value) for key, value in labels.items()],
            opts=self.inside(),
        )
        self.volume = docker.ContainerVolumeArgs(
            container_path=delivery.directory, volume_name=volume.name, read_only=True
        )
        unpacked, root = ("/", delivery.directory[1:]) if WHOLE[reach.client] else (delivery.directory, ".")
        self.filled = script.command(
            self.named("filled"),
            "fill.sh",
            f"fill {delivery.directory}",
            {
                "VOLUME": volume.name,
                "DIRECTORY": delivery.directory,
                "UNPACKED": unpacked,
                "WRITER": f"{scope.fixed(self.name)}-writer",
                "PROJECT": scope.project,
                "STACK": scope.stack,
                "OWNER": f"{image.uid}:{image.uid}",
                "IMAGE": image.reference,
            },
            [volume.name],
            reach,
            self.inside(),
            update=script.NOTHING,  # another image has the same files, and the old version still reads them
            stdin=pulumi.Output.secret(
                pulumi.Output.all(**delivery.contents).apply(lambda found: archive.text(root, found, image.uid))
            ),
        )
        self.publish(volume=volume.name)


def deliveries(name: str, spec: Workload, secrets: Mapping[str, pulumi.Output[str]]) -> list[Delivery]:
    """Return what is delivered to a workload: its secrets, and each directory of its files."""
    found = [_files(name, directory, held) for directory, held in files.grouped(spec.files).items()]
    return [*([_secrets(name, {key: secrets[key] for key in spec.secrets})] if spec.secrets else []), *found]


def _secrets(name: str, values: Mapping[str, pulumi.Output[str]]) -> Delivery:
    contents = {key: value.apply(str.encode) for key, value in sorted(values.items())}
    return Delivery(f"{name}-secrets", plan.SECRETS, contents, values, {})


def _files(name: str, directory: str, held: Mapping[str, bytes]) -> Delivery:
    return Delivery(
        f"{name}-files-{files.slug(directory)}",
        directory,
        held,
        {path: hashlib.sha256(content).hexdigest() for path, content in held.items()},
        {path: files.shown(content) for path, content in held.items()},
    )

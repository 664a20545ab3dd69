"""An image that somebody else built."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import pulumi
import pulumi_docker as docker
from pulumi_command import local

from components.core import contract
from components.core.component import Component
from components.core.errors import SettingsError
from components.core.project import Project
from components.core.traits import Traits
from components.images import contract as contracts
from components.images.builders import names
from components.images.existing import holds, loading, plan
from components.images.existing.settings import ExistingSettings


class Existing(Component, token="images:Existing"):
    """An image of a registry or of a file, brought to the target's store; `image` is what workloads run."""

    image: contract.Image

    def __init__(
        self,
        name: str,
        settings: ExistingSettings,
        path: str,
        project: Project,
        traits: Traits,
        secrets: Mapping[str, pulumi.Output[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        if (says := plan.says(settings, path, project)) is not None:
            holds.platform(says, traits.platform, settings, path)
        super().__init__(name, opts, built=plan.record(settings, path, project))
        del secrets  # nothing is built
        if settings.archive is not None:
            reference = self._loaded(settings, path, project, traits)
        else:
            reference = self._pulled(plan.pinned(settings, path, project), traits)
        self.image = contracts.image(name, reference, settings)
        self.publish(reference=reference)

    def _pulled(self, pinned: str, traits: Traits) -> pulumi.Output[str]:
        if not traits.image_store:
            return pulumi.Output.from_input(pinned)
        # Somebody else's: it may have been there before, and others may need it.
        image = docker.RemoteImage(self.name, name=pinned, keep_locally=True, opts=self.inside())
        return image.image_id if traits.registry is None else image.name

    def _loaded(self, settings: ExistingSettings, path: str, project: Project, traits: Traits) -> pulumi.Output[str]:
        if traits.registry is not None:
            host = traits.registry.host
            problem = f"the target takes its images from {host}; push this one there, and state its ref instead"
            raise SettingsError(f"{path}.archive", problem)
        found = plan.read(settings, path, project)
        tag = f"{names.repository(self.name, project.scope, traits)}:{names.tag(found.id.removeprefix('sha256:'))}"
        file = project.relative(project.path(settings.archive or "", f"{path}.archive"))
        loaded = local.Command(
            self.name,
            create=f"load image {self.name}",
            interpreter=["/bin/sh", "-c", loading.LOAD],
            environment={**traits.store.environment, "ARCHIVE": file, "END": str(found.end), "TAG": tag},
            stdin=base64.b64encode(loading.manifest(found, tag)).decode(),
            triggers=[found.id],
            # Where the file lies, and how it is written, is not what the image is.
            opts=self.inside(ignore_changes=["interpreter", "environment", "stdin"]),
        )
        image = docker.RemoteImage(
            self.named("loaded"),
            name=tag,
            triggers={"digest": found.id},
            keep_locally=False,
            opts=self.inside(depends_on=[loaded]),
        )
        return image.image_id

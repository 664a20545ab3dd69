"""An image made by the user's own Dockerfile."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pulumi

from components.core import contract
from components.core.component import Component
from components.core.project import Project
from components.core.traits import Traits
from components.images import builders, cache, context, record
from components.images import contract as contracts
from components.images.builders import options
from components.images.dockerfile.settings import DockerfileSettings


class Dockerfile(Component, token="images:Dockerfile"):
    """A Dockerfile, built and loaded; `image` is what workloads run."""

    image: contract.Image

    def __init__(
        self,
        name: str,
        settings: DockerfileSettings,
        path: str,
        project: Project,
        traits: Traits,
        secrets: Mapping[str, pulumi.Output[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        found = context.of(name, "dockerfile", settings, project, traits.platform, cache.folder(os.environ))
        super().__init__(name, opts, built=record.of(found, traits))
        del path
        asked = options.of(settings, traits, secrets)
        given = {key: secrets[secret] for key, secret in settings.secrets.items()}
        reference = builders.build(self, found, project, given, traits, asked)
        self.image = contracts.image(name, reference, settings)
        self.publish(reference=reference)

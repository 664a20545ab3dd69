"""An image made of a Python application."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pulumi

from components.core import contract
from components.core.component import Component
from components.core.errors import SettingsError
from components.core.project import Project
from components.core.traits import Traits
from components.images import builders, cache, certificates, context, record
from components.images import contract as contracts
from components.images.builders import options
from components.images.python import layout
from components.images.python.settings import PythonSettings


class Python(Component, token="images:Python"):
    """A Python application, built and loaded; `image` is what workloads run."""

    image: contract.Image

    def __init__(
        self,
        name: str,
        settings: PythonSettings,
        path: str,
        project: Project,
        traits: Traits,
        secrets: Mapping[str, pulumi.Output[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        found = context.of(name, "python", settings, project, traits.platform, cache.folder(os.environ))
        super().__init__(name, opts, built=record.of(found, traits))
        for note in found.notes:
            pulumi.log.warn(f"{path}: {note}", self)
        given = _secrets(settings, path, project, secrets)
        asked = options.of(settings, traits, secrets)
        reference = builders.build(self, found, project, given, traits, asked)
        self.image = contracts.image(name, reference, settings)
        self.publish(reference=reference)


def _secrets(
    settings: PythonSettings, path: str, project: Project, secrets: Mapping[str, pulumi.Output[str]]
) -> dict[str, pulumi.Input[str]]:
    """Return what the build may read but never keeps."""
    given: dict[str, pulumi.Input[str]] = {}
    if settings.ca_bundle != "none":
        given[layout.CA] = pulumi.Output.secret(_certificates(settings.ca_bundle, f"{path}.ca_bundle", project))
    if settings.index is not None:
        if settings.index not in secrets:
            raise SettingsError(f"{path}.index", f"unknown secret {settings.index!r}", secrets, settings.index)
        given[layout.INDEX] = secrets[settings.index]
    return given


def _certificates(choice: str, path: str, project: Project) -> str:
    if choice == "host":
        return certificates.of_host(os.environ)
    return certificates.of_file(project.path(choice, path), path)

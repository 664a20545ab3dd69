"""Builders: from a context to the reference that workloads run. The target chooses; the kinds of images do not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import pulumi

from components.core import delivery
from components.core.component import Component
from components.core.project import Project
from components.core.traits import Traits
from components.images import staging
from components.images.builders import buildah, buildkit
from components.images.builders.options import Options


def build(
    component: Component,
    found: staging.Context,
    project: Project,
    secrets: Mapping[str, pulumi.Input[str]],
    traits: Traits,
    options: Options,
) -> pulumi.Output[str]:
    """Build `found` as `component`'s image and return what it can be run by: its ID, or `repository@digest`.

    `secrets` are the build's own, by the ID under which it mounts them.
    """
    match traits.builder:
        case delivery.BuildKit() as builder:
            return buildkit.build(component, found, project, secrets, traits, builder, options)
        case delivery.Buildah():
            return buildah.build(component, found, project, secrets, traits, options)
        case _:
            assert_never(traits.builder)

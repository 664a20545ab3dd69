"""Built by BuildKit: two resources an image, the build and the image as the target's own store knows it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pulumi
import pulumi_docker as docker
import pulumi_docker_build as docker_build

from components.core.component import Component
from components.core.project import Project
from components.core.traits import Traits
from components.images import context, places, staging
from components.images.builders.options import Options


def build(
    component: Component,
    found: staging.Context,
    project: Project,
    secrets: Mapping[str, pulumi.Input[str]],
    traits: Traits,
    options: Options,
) -> pulumi.Output[str]:
    """Stage the context, build it and return the image's ID. The build's key is its tag: same content, no build."""
    del traits, options
    name, scope = component.name, project.scope
    # A deployment records where its context lies; a preview takes what place there is.
    folder = places.put(found, context.place(name, project), waiting=not pulumi.runtime.is_dry_run())
    tag = f"{repository(scope.fixed(name))}:{found.key[:12]}"
    built = docker_build.Image(
        name,
        context=docker_build.BuildContextArgs(location=project.relative(folder)),
        tags=[tag],
        load=True,
        push=False,
        build_on_preview=False,
        build_args=dict(found.arguments) or None,
        secrets=secrets or None,
        # What a machine trusts and how it logs in is not what an image is: neither may rebuild it elsewhere.
        ignore_secrets_in_diff_calculation=sorted(secrets) or None,
        opts=component.inside(),
    )
    loaded = docker.RemoteImage(
        component.named("loaded"),
        name=tag,
        triggers={"digest": built.digest},
        keep_locally=False,
        opts=component.inside(),
    )
    return loaded.image_id


def repository(name: str) -> str:
    """Return a name as the name of a repository: lower case, with single separators."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")

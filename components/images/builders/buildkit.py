"""Built by BuildKit: the build, and the image as the target's own store knows it."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_docker as docker
import pulumi_docker_build as docker_build

from components.core.component import Component
from components.core.delivery import Registry
from components.core.project import Project
from components.core.traits import Traits
from components.images import context, places, staging
from components.images.builders import names
from components.images.builders.options import Options


def build(
    component: Component,
    found: staging.Context,
    project: Project,
    secrets: Mapping[str, pulumi.Input[str]],
    traits: Traits,
    options: Options,
) -> pulumi.Output[str]:
    """Stage the context, build it and return the image's ID, or where it was pushed to by digest.

    The build's key is its tag: same content, no build.
    """
    name, registry = component.name, traits.registry
    # A deployment records where its context lies; a preview takes what place there is.
    folder = places.put(found, context.place(name, project), waiting=not pulumi.runtime.is_dry_run())
    repository = names.repository(name, project.scope, registry)
    tag = f"{repository}:{names.tag(found.key)}"
    built = docker_build.Image(
        name,
        context=docker_build.BuildContextArgs(location=project.relative(folder)),
        tags=[tag],
        load=registry is None,
        push=registry is not None,
        registries=_login(registry, options),
        build_on_preview=False,
        build_args=dict(found.arguments) or None,
        secrets=secrets or None,
        # What a machine trusts and how it logs in is not what an image is: neither may rebuild it elsewhere.
        ignore_secrets_in_diff_calculation=sorted(secrets) or None,
        opts=component.inside(),
    )
    if registry is None:
        return _loaded(component, tag, {"digest": built.digest}).image_id
    pushed = pulumi.Output.concat(repository, "@", built.digest)
    # Pulled before anything runs it: what runs now goes on when that fails.
    return _loaded(component, pushed, None).name if traits.image_store else pushed


def _loaded(
    component: Component, name: pulumi.Input[str], triggers: dict[str, pulumi.Input[str]] | None
) -> docker.RemoteImage:
    suffix = component.named("loaded")
    return docker.RemoteImage(suffix, name=name, triggers=triggers, keep_locally=False, opts=component.inside())


def _login(registry: Registry | None, options: Options) -> list[docker_build.RegistryArgs] | None:
    if registry is None or options.password is None:
        return None
    return [
        docker_build.RegistryArgs(address=registry.host, username=registry.username, password=options.password),
    ]

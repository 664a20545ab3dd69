"""Built by BuildKit: the build, and the image as the target's own store knows it."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_docker_build as docker_build

from components.core.component import Component
from components.core.delivery import BuildKit, Registry
from components.core.project import Project
from components.core.traits import Traits
from components.images import context, places, staging
from components.images.builders import keep, loaded, names, words
from components.images.builders.options import Options


def build(
    component: Component,
    found: staging.Context,
    project: Project,
    secrets: Mapping[str, pulumi.Input[str]],
    traits: Traits,
    builder: BuildKit,
    options: Options,
) -> pulumi.Output[str]:
    """Stage the context, build it and return the image's ID, or where it was pushed to by digest.

    The build's key is its tag: same content, no build.
    """
    name, registry, cache = component.name, traits.registry, options.cache
    # A deployment records where its context lies; a preview takes what place there is.
    folder = places.put(found, context.place(name, project), waiting=not pulumi.runtime.is_dry_run())
    repository = names.repository(name, project.scope, traits)
    tags = words.tags(repository, names.tag(found.key), options)
    kept = project.relative(project.root / cache.local) if cache and cache.local else ""
    looked_up = [words.cache_from(cache, repository, kept, registry)] if cache else []
    stored = [words.cache_to(cache, kept, registry)] if cache else []
    export = words.export(builder, registry)
    built = docker_build.Image(
        name,
        context=docker_build.BuildContextArgs(location=project.relative(folder)),
        tags=tags,
        load=registry is None and export is None,
        push=registry is not None and export is None,
        exports=[docker_build.ExportArgs(raw=export)] if export else None,
        registries=_login(registry, options),
        builder=docker_build.BuilderConfigArgs(name=builder.builder) if builder.builder else None,
        platforms=[docker_build.Platform(one) for one in options.platforms] or None,
        cache_from=[docker_build.CacheFromArgs(raw=one) for one in looked_up] or None,
        cache_to=[docker_build.CacheToArgs(raw=one) for one in stored] or None,
        build_on_preview=False,
        build_args=words.arguments(found.arguments, options),
        secrets=secrets or None,
        # What a machine trusts and how it logs in is not what an image is: neither may rebuild it elsewhere.
        ignore_secrets_in_diff_calculation=sorted(secrets) or None,
        opts=component.inside(),
    )
    if registry is None:
        reference = loaded.image(component, tags[0], {"digest": built.digest}).image_id
    else:
        reference = pulumi.Output.concat(repository, "@", built.digest)
        if not traits.image_store:
            return reference
        reference = loaded.image(component, reference, None).name
    return keep.keep(component, reference, repository, names.tag(found.key), project.scope, traits.store)


def _login(registry: Registry | None, options: Options) -> list[docker_build.RegistryArgs] | None:
    if registry is None or options.password is None:
        return None
    return [
        docker_build.RegistryArgs(address=registry.host, username=registry.username, password=options.password),
    ]

"""Built by Buildah, without a daemon: a command that builds and hands over, and the image as its target knows it."""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Mapping, Sequence

import pulumi
from pulumi_command import local

from components.core.component import Component
from components.core.delivery import Registry
from components.core.project import Project
from components.core.traits import Traits
from components.images import bound, context, places, staging
from components.images.builders import handover, keep, loaded, names
from components.images.builders.options import Options
from components.shared import pem


def build(
    component: Component,
    found: staging.Context,
    project: Project,
    secrets: Mapping[str, pulumi.Input[str]],
    traits: Traits,
    options: Options,
) -> pulumi.Output[str]:
    """Stage the context, build it and return the image's ID, or where it was pushed to by digest.

    Another key is another command, which is run; nothing else is a reason to.
    """
    name, registry = component.name, traits.registry
    platform = (*options.platforms, traits.platform)[0]
    staged = dataclasses.replace(found, dockerfile=bound.dockerfile(found))
    folder = places.put(staged, context.place(name, project), waiting=not pulumi.runtime.is_dry_run())
    repository = names.repository(name, project.scope, traits)
    tag = f"{repository}:{names.tag(found.key)}"
    script = handover.BEGIN + (handover.LOAD if registry is None else handover.PUSH)
    built = local.Command(
        name,
        create=f"build {name}",
        interpreter=["/bin/sh", "-c", script, "buildah", *_words(found, secrets)],
        environment={
            "CONTEXT": project.relative(folder),
            "PLATFORM": platform,
            "EPOCH": str(staging.EPOCH),
            "TAG": tag,
            **traits.store.environment,
            "TLS": "true" if registry is None or registry.tls else "false",
            "LOG_LINES": str(handover.LOG_LINES),
        },
        stdin=_private(
            {
                **{f"secrets/{key}": value for key, value in secrets.items()},
                **(_access(registry, options, project) if registry is not None else {}),
            }
        ),
        logging=local.Logging.NONE,
        triggers=[found.key, platform, registry.repository if registry is not None else ""],
        # How a machine builds, what it trusts and how it logs in is not what an image is.
        opts=component.inside(ignore_changes=["interpreter", "environment", "stdin"]),
    )
    if registry is None:
        reference = loaded.image(component, tag, {"digest": built.stdout}).image_id
    elif traits.image_store:
        reference = loaded.image(component, built.stdout, None).name
    else:
        return built.stdout
    return keep.keep(component, reference, repository, names.tag(found.key), project.scope, traits.store)


def _words(found: staging.Context, secrets: Mapping[str, object]) -> list[str]:
    """Return the options of one build: its arguments, and its secrets by the files that hold them."""
    arguments = [word for key, value in sorted(found.arguments.items()) for word in ("--build-arg", f"{key}={value}")]
    return [*arguments, *(word for key in sorted(secrets) for word in ("--secret", f"id={key},src=secrets/{key}"))]


def _access(registry: Registry, options: Options, project: Project) -> dict[str, pulumi.Input[str]]:
    """Return the files that a push needs: who vouches for the registry, and the login."""
    files: dict[str, pulumi.Input[str]] = {}
    if registry.ca:
        files["authorities/ca.crt"] = pem.read(project.path(registry.ca, "target"), "target")
    if options.password is not None:
        files["login.json"] = options.password.apply(lambda password: _login(registry, password))
    return files


def _login(registry: Registry, password: str) -> str:
    word = base64.b64encode(f"{registry.username}:{password}".encode()).decode()
    return json.dumps({"auths": {registry.host: {"auth": word}}})


def _private(files: Mapping[str, pulumi.Input[str]]) -> pulumi.Output[str] | None:
    """Return files by path as the text that the script reads; None without any."""
    if not files:
        return None
    paths = sorted(files)
    contents = pulumi.Output.all(*(files[path] for path in paths))
    return pulumi.Output.secret(contents.apply(lambda texts: _lines(paths, texts)))


def _lines(paths: Sequence[str], texts: Sequence[str]) -> str:
    pairs = zip(paths, texts, strict=True)
    return "".join(f"{path} {base64.b64encode(text.encode()).decode()}\n" for path, text in pairs)

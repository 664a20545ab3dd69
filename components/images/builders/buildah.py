"""Built by Buildah, without a daemon: a command that builds and hands over, and the image as its target knows it."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

import pulumi
from pulumi_command import local

from components.core.component import Component
from components.core.project import Project
from components.core.traits import Traits
from components.images import context, places, staging
from components.images.builders import bound, keep, loaded, names
from components.images.builders.options import Options

LOG_LINES: Final = 20
"""Last lines of a failed build's log that its error shows."""

BEGIN: Final = """\
umask 022
count=$#
while [ "$count" -gt 1 ]; do set -- "$@" "$1"; shift; count=$((count - 1)); done
shift
command -v buildah >/dev/null || { echo "buildah is not installed; moorage doctor --fix installs it" >&2; exit 1; }
context=$(cd "$CONTEXT" && pwd -P) || exit 1
beside=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 1
trap 'rm -rf "$beside"' EXIT
trap 'exit 1' HUP INT TERM
cd "$beside" && mkdir secrets certs || exit 1
while read -r path value; do printf %s "$value" | base64 -d >"$path" || exit 1; done
fail() {
  awk '/^(\\[[0-9/]+\\] )?STEP / { step = "" } { step = step $0 "\\n" } END { printf "%s", step }' log |
    tail -n "$LOG_LINES" >&2
  echo "$1" >&2
  exit 1
}
buildah build --file "$context/Dockerfile" --ignorefile "$context/.dockerignore" --platform "$PLATFORM" \\
  --layers --format oci --identity-label=false --timestamp "$EPOCH" --pull=false --iidfile id \\
  "$@" "$context" >log 2>&1 </dev/null || fail "the image cannot be built"
id=$(cat id)
"""
"""The interpreter's last argument is the command's own word: it comes to the front and goes. Private files come in on
the standard input, a path and its content in base64 a line, so that no command line shows them.
"""

LOAD: Final = """\
{ buildah push --quiet "$id" "docker-archive:/dev/stdout:$TAG" 2>>log || rm id; } |
  "$CLIENT" load --quiet >>log 2>&1 && [ -f id ] || fail "the image cannot be loaded into the container engine"
printf %s "$id"
"""


def build(
    component: Component,
    found: staging.Context,
    project: Project,
    secrets: Mapping[str, pulumi.Input[str]],
    traits: Traits,
    options: Options,
) -> pulumi.Output[str]:
    """Stage the context, build it, load it and return the image's ID. Another key is another command: it runs again."""
    del options
    name = component.name
    staged = dataclasses.replace(found, dockerfile=bound.dockerfile(found))
    folder = places.put(staged, context.place(name, project), waiting=not pulumi.runtime.is_dry_run())
    repository = names.repository(name, project.scope, None)
    tag = f"{repository}:{names.tag(found.key)}"
    built = local.Command(
        name,
        create=f"build {name}",
        interpreter=["/bin/sh", "-c", BEGIN + LOAD, "buildah", *words(found, secrets)],
        environment={
            "CONTEXT": project.relative(folder),
            "PLATFORM": traits.platform,
            "EPOCH": str(staging.EPOCH),
            "TAG": tag,
            "CLIENT": "docker",
            "LOG_LINES": str(LOG_LINES),
        },
        stdin=private({f"secrets/{key}": value for key, value in secrets.items()}),
        logging=local.Logging.NONE,
        triggers=[found.key, traits.platform],
        # How a machine builds, what it trusts and how it logs in is not what an image is.
        opts=component.inside(ignore_changes=["interpreter", "environment", "stdin"]),
    )
    reference = loaded.image(component, tag, {"digest": built.stdout}).image_id
    return keep.keep(component, reference, repository, names.tag(found.key), project.scope)


def words(found: staging.Context, secrets: Mapping[str, object]) -> list[str]:
    """Return the options of one build: its arguments, and its secrets by the files that hold them."""
    arguments = [word for key, value in sorted(found.arguments.items()) for word in ("--build-arg", f"{key}={value}")]
    return [*arguments, *(word for key in sorted(secrets) for word in ("--secret", f"id={key},src=secrets/{key}"))]


def private(files: Mapping[str, pulumi.Input[str]]) -> pulumi.Output[str] | None:
    """Return files by path as the text that the script reads; None without any."""
    if not files:
        return None
    paths = sorted(files)
    contents = pulumi.Output.all(*(files[path] for path in paths))
    return pulumi.Output.secret(contents.apply(lambda texts: _lines(paths, texts)))


def _lines(paths: Sequence[str], texts: Sequence[str]) -> str:
    pairs = zip(paths, texts, strict=True)
    return "".join(f"{path} {base64.b64encode(text.encode()).decode()}\n" for path, text in pairs)

"""The inputs of an image checked and completed, as the real provider's Check does; it reads the build context."""

from __future__ import annotations

import platform
import posixpath
from pathlib import Path

from moorage.engine import values
from moorage.engine.providers import narrow, protocol, reference, shapes
from moorage.engine.providers.docker.built import digest, shape

_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
"""Linux's names of processors, and Docker's."""


def check(new: values.Values, directory: Path) -> protocol.Checked:
    """Return the inputs with defaults, and the context's digest among them."""
    given = shapes.without_nulls(new)
    if wrong := shapes.failures(given, shape.IMAGE):
        return protocol.Checked(given, wrong)
    inputs: values.Values = {"buildOnPreview": False, **given}
    failures = _name(inputs)
    if not isinstance(inputs.get("build"), values.Unknown):
        build = _build(narrow.record(inputs.get("build")))
        inputs["build"] = build
        context, dockerfile = build["context"], build["dockerfile"]
        if isinstance(context, str) and isinstance(dockerfile, str):
            failures += _read(build, context, dockerfile, directory)
    registry = narrow.record(inputs.get("registry"))
    if "password" in registry:
        inputs["registry"] = {**registry, "password": values.Secret(registry["password"])}
    return protocol.Checked(inputs, failures)


def _build(given: values.Values) -> values.Values:
    context = given.get("context", ".")
    known = isinstance(context, str)
    dockerfile = posixpath.normpath(posixpath.join(context, "Dockerfile")) if known else values.UNKNOWN
    machine = platform.machine()
    return {
        "context": context,
        "dockerfile": dockerfile,
        "platform": f"linux/{_MACHINES.get(machine, machine)}",
        **given,
    }


def _read(build: values.Values, context: str, dockerfile: str, directory: Path) -> list[protocol.Failure]:
    if not (directory / context).is_dir():
        return [protocol.Failure("build.context", f"{context}: not a folder")]
    if not (directory / dockerfile).is_file():
        inside = posixpath.normpath(posixpath.join(context, dockerfile))
        hint = f"; did you mean {inside}" if (directory / inside).is_file() else ""
        return [protocol.Failure("build.dockerfile", f"{dockerfile}: no such file{hint}")]
    try:
        build["contextDigest"] = digest.compute(directory, context, dockerfile)
    except digest.ContextError as error:
        return [protocol.Failure("build.context", str(error))]
    return []


def _name(inputs: values.Values) -> list[protocol.Failure]:
    name = inputs["imageName"]
    if not isinstance(name, str):
        return []
    if not reference.well_formed(name):
        return [protocol.Failure("imageName", f"{name!r} is no image name (name[:tag], lower case)")]
    if inputs.get("skipPush") is not True and not reference.registry(name):
        reason = f"{name!r} must begin with its registry to be pushed (docker.io/repository/image:tag), or set skipPush"
        return [protocol.Failure("imageName", reason)]
    return []

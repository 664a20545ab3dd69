"""Image inputs checked and completed, as the real provider's Check does."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moorage.engine import values
from moorage.engine.providers import narrow, protocol, reference, shapes
from moorage.engine.providers.docker_build import dockerfile, location, patterns, shape

_ZERO: values.Values = {"exec": False, "load": False, "noCache": False, "pull": False, "target": ""}
"""What the real provider records for a plain property that is not given."""


def check(new: values.Values, directory: Path) -> protocol.Checked:
    """Return the inputs with defaults; `directory` is what relative paths are relative to."""
    given = shapes.without_nulls(new)
    if wrong := shapes.failures(given, shape.IMAGE):
        return protocol.Checked(given, wrong)
    inputs = complete(given)
    return protocol.Checked(inputs, [*_files(inputs, directory), *_names(inputs)])


def complete(given: values.Values) -> values.Values:
    """Return well-shaped inputs with what the real provider fills in. Registry passwords become secret."""
    inputs: values.Values = {**_ZERO, "buildOnPreview": True, "network": "default", "context": {}, **given}
    if isinstance(inputs["context"], dict):
        context = narrow.record(inputs["context"])
        inputs["context"] = {"location": ".", **context}
        if context.get("location") == "":
            inputs["context"]["location"] = "."
    if not isinstance(inputs.get("dockerfile"), values.Unknown):
        file = {"location": "", "inline": "", **narrow.record(inputs.get("dockerfile"))}
        if file["location"] == "" and file["inline"] == "":
            file["location"] = _default_dockerfile(narrow.record(inputs["context"]))
        inputs["dockerfile"] = file
    for key, complete_one in (
        ("registries", _registry),
        ("cacheFrom", _choice),
        ("cacheTo", _choice),
        ("exports", _choice),
    ):
        if isinstance(inputs.get(key), list):
            inputs[key] = [complete_one(one) for one in narrow.sequence(inputs[key])]
    if isinstance(inputs.get("builder"), dict):
        inputs["builder"] = {"name": "", **inputs["builder"]}
    return inputs


def _default_dockerfile(context: values.Values) -> str:
    # Empty for a context that is not on this disk, or not known yet.
    where = context.get("location")
    if not isinstance(where, str) or location.is_remote(where):
        return ""
    return patterns.clean(posixpath.join(where, "Dockerfile"))


def _registry(one: Any) -> Any:
    if isinstance(one, values.Unknown):
        return one
    given = narrow.record(one)
    return {"username": "", **given, "password": values.Secret(given.get("password", ""))}


def _choice(one: Any) -> Any:
    return one if isinstance(one, values.Unknown) else {"disabled": False, "raw": "", **narrow.record(one)}


def _files(inputs: values.Values, directory: Path) -> Iterator[protocol.Failure]:
    where = narrow.record(inputs["context"]).get("location")
    if isinstance(where, str) and not location.is_remote(where) and not (directory / where).is_dir():
        yield protocol.Failure("context.location", f"{where}: not a folder or URL")
        return
    file = narrow.record(inputs["dockerfile"])
    path, inline = narrow.text(file.get("location")), narrow.text(file.get("inline"))
    if path and inline:
        yield protocol.Failure("dockerfile", "only one of location and inline can be set")
    elif inline:
        if wrong := dockerfile.problem(inline):
            yield protocol.Failure("dockerfile.inline", wrong)
    elif path and not location.is_remote(path):
        try:
            wrong = dockerfile.problem((directory / path).read_text(encoding="utf-8", errors="replace"))
        except OSError as error:
            wrong = (error.strerror or str(error)).lower()
        if wrong:
            yield protocol.Failure("dockerfile.location", f"{path}: {wrong}")


def _names(inputs: values.Values) -> Iterator[protocol.Failure]:
    tags = narrow.sequence(inputs.get("tags"))
    for at, tag in enumerate(tags):
        if isinstance(tag, str) and not reference.well_formed(tag):
            yield protocol.Failure(f"tags[{at}]", f"{tag!r} is no image name (name[:tag], lower case)")
    if inputs["push"] is True and inputs.get("tags") in (None, []):
        yield protocol.Failure("tags", "at least one tag is needed to push")
    for key in ("cacheFrom", "cacheTo", "exports"):
        for at, one in enumerate(narrow.sequence(inputs.get(key))):
            if str(narrow.record(one).get("raw")).count("type=") > 1:
                yield protocol.Failure(f"{key}[{at}]", "only one type can be given")

"""A Dockerfile for Buildah, whose cache does not look at what a RUN binds: an argument in front of it says that."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Final

from components.images import parse, staging

ARGUMENT: Final = "MOORAGE_BOUND"


def dockerfile(found: staging.Context) -> str:
    """Return the file of a context with `ARG MOORAGE_BOUND=<hash>` before each RUN that binds something.

    What a stage holds follows from the whole context; what is bound of the context itself is looked up in it.
    """
    lines = found.dockerfile.splitlines()
    for one in reversed(parse.instructions(found.dockerfile)):
        if one.word == "RUN" and (mounts := list(_binds(one))):
            lines.insert(one.first, f"ARG {ARGUMENT}={_key(found, mounts)}")
    return "\n".join([*lines, ""])


def _binds(one: parse.Instruction) -> Iterator[Mapping[str, str]]:
    for word in one.rest.split():
        if not word.startswith("--"):
            return
        if word.startswith("--mount="):
            parts = word.removeprefix("--mount=").split(",")
            options = {part.partition("=")[0]: part.partition("=")[2] for part in parts}
            if options.get("type", "bind") == "bind" or "from" in options:
                yield options


def _key(found: staging.Context, mounts: list[Mapping[str, str]]) -> str:
    sources = {_source(mount) for mount in mounts}
    if "" in sources:
        return found.key
    below = [
        entry
        for entry in found.entries
        if any(entry.path == source or entry.path.startswith(f"{source}/") for source in sources)
    ]
    return staging.Context("", below).key


def _source(mount: Mapping[str, str]) -> str:
    """Return the path in the context; empty: all of it, a stage, or what only the builder can tell."""
    given = mount.get("source", mount.get("src", "."))
    if "from" in mount or "$" in given or '"' in given:
        return ""
    return posixpath.normpath(f"/{given}").strip("/")

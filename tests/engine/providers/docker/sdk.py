"""The property names of the installed pulumi-docker SDK, by introspection."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pulumi_docker
from pulumi_docker import _inputs, outputs


def names(cls: type) -> dict[str, str]:
    """Return wire name -> the type as the SDK annotates it, of an SDK class."""
    found: dict[str, str] = {}
    for member in vars(cls).values():
        getter = getattr(member, "fget", None)
        if getter is not None and hasattr(getter, "_pulumi_name"):
            found[getter._pulumi_name] = str(getter.__annotations__["return"])
        elif getter is not None:
            found[getter.__name__] = str(getter.__annotations__["return"])
    return found


def inputs(resource: str) -> dict[str, str]:
    """Return the inputs of a resource."""
    return names(getattr(pulumi_docker, f"{resource}Args"))


def results(resource: str) -> dict[str, str]:
    """Return the outputs of a resource, its own id and URN not among them."""
    return names(getattr(pulumi_docker, resource))


def nested(annotation: str) -> type | None:
    """Return the SDK's class of the objects that an annotation names."""
    found = re.search(r"ForwardRef\('(?:outputs\.)?(\w+?)(Args)?'\)", annotation)
    if not found or found[1].startswith("Output"):
        return None
    return getattr(_inputs, f"{found[1]}Args", None) or getattr(outputs, found[1])


def tree(properties: dict[str, str], path: str = "") -> Iterator[str]:
    """Return the paths of all properties, those inside objects too."""
    for name, annotation in properties.items():
        yield f"{path}{name}"
        cls = nested(annotation)
        if cls is not None:
            yield from tree(names(cls), f"{path}{name}.")

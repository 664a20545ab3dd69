"""Resource names: `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`."""

from __future__ import annotations

PREFIX = "urn:pulumi:"
STACK_TYPE = "pulumi:pulumi:Stack"
PROVIDER_PREFIX = "pulumi:providers:"
DYNAMIC = "pulumi-python"
"""The package of dynamic resources."""


def make(stack: str, project: str, parent: str, type: str, name: str) -> str:
    """Name a resource. A parent that is the stack, or none, leaves no trace in the type."""
    qualified = type
    if parent and qualified_type(parent) != STACK_TYPE:
        qualified = f"{qualified_type(parent)}${type}"
    return f"{PREFIX}{stack}::{project}::{qualified}::{name}"


def is_valid(urn: str) -> bool:
    """Say whether a text has the four parts of a URN."""
    return urn.startswith(PREFIX) and urn.count("::") >= 3


def _parts(urn: str) -> list[str]:
    return urn.removeprefix(PREFIX).split("::", 3)


def stack(urn: str) -> str:
    """Return the stack's name."""
    return _parts(urn)[0]


def project(urn: str) -> str:
    """Return the project's name."""
    return _parts(urn)[1]


def qualified_type(urn: str) -> str:
    """Return the types of all parents and the own one, joined by `$`."""
    return _parts(urn)[2]


def type_of(urn: str) -> str:
    """Return the resource's own type."""
    return qualified_type(urn).rpartition("$")[2]


def name(urn: str) -> str:
    """Return the last part; it may hold `::` itself."""
    return _parts(urn)[3]


def package(type: str) -> str:
    """Return the package of a type or function token (`docker` of `docker:index/network:Network`)."""
    return type.partition(":")[0]


def is_provider(type: str) -> bool:
    """Say whether a type is that of a provider resource."""
    return type.startswith(PROVIDER_PREFIX)


def provider_package(type: str) -> str:
    """Return the package that a provider type configures."""
    return type.removeprefix(PROVIDER_PREFIX)


def reference(urn: str, id: str) -> str:
    """Return the form in which resources record their provider: `<urn>::<id>`."""
    return f"{urn}::{id}"


def split_reference(reference: str) -> tuple[str, str]:
    """Take a provider reference apart into URN and id."""
    urn, _, instance = reference.rpartition("::")
    return urn, instance

"""Names of what a build makes: the repository of an image, and the tag that its content gives it there."""

from __future__ import annotations

from components.core.delivery import Registry
from components.core.naming import Scope


def repository(name: str, scope: Scope, registry: Registry | None) -> str:
    """Return where the image `name` of a stack is kept: in the registry, or under a plain name in a local store."""
    own = scope.repository(name)
    return own if registry is None else f"{registry.repository}/{own}"


def tag(key: str) -> str:
    """Return the tag of a build by its key: the same content has the same one."""
    return key[:12]

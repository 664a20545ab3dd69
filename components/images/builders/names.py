"""Names of what a build makes: the repository of an image, and the tag that its content gives it there."""

from __future__ import annotations

from components.core.naming import Scope
from components.core.traits import Traits


def repository(name: str, scope: Scope, traits: Traits) -> str:
    """Return where the image `name` of a stack is kept: in the registry, or as the target's own store names it."""
    own, registry = scope.repository(name), traits.registry
    return f"{traits.store.prefix}{own}" if registry is None else f"{registry.repository}/{own}"


def tag(key: str) -> str:
    """Return the tag of a build by its key: the same content has the same one."""
    return key[:12]

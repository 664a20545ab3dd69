"""What Docker on this machine can do."""

from __future__ import annotations

from components.core.traits import Traits
from components.targets.docker.settings import DockerSettings


def traits(settings: DockerSettings) -> Traits:
    """Return the target's traits."""
    del settings  # the engine is the one that the client finds; there is nothing to choose yet
    return Traits()

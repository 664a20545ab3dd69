"""Podman on this machine, as root."""

from components.core.kinds import Kind
from components.targets.podman.settings import PodmanSettings

kind = Kind(
    PodmanSettings,
    "components.targets.podman.component:Podman",
    extra="docker",
    operations="components.targets.podman.operations",
)

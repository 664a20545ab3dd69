"""Podman of a user without rights, by systemd: Quadlet units in that user's session."""

from components.core.kinds import Kind
from components.targets.quadlet.settings import QuadletSettings

kind = Kind(
    QuadletSettings,
    "components.targets.quadlet.component:Quadlet",
    extra="docker",
    operations="components.targets.quadlet.operations",
)

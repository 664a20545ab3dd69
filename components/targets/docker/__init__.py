"""Docker on this machine."""

from components.core.kinds import Kind
from components.targets.docker.settings import DockerSettings

kind = Kind(
    DockerSettings,
    "components.targets.docker.component:Docker",
    extra="docker",
    operations="components.targets.docker.operations",
)

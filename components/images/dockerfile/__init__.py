"""An image from the user's own Dockerfile, with its contract stated."""

from components.core.kinds import Kind
from components.images.dockerfile.settings import DockerfileSettings

kind = Kind(DockerfileSettings, "components.images.dockerfile.component:Dockerfile", extra="docker")

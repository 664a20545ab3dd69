"""Settings of the target `quadlet`."""

from __future__ import annotations

import pydantic

from components.core.platforms import Platform
from components.shared.delivery.settings import DeliverySettings


class QuadletSettings(DeliverySettings):
    """Podman of the user that runs moorage, without rights, started and kept up by systemd."""

    platform: Platform = "linux/amd64"
    """What the machine runs, and images are built for unless they say so themselves, as `os/architecture`."""

    @pydantic.model_validator(mode="after")
    def _pulls(self) -> QuadletSettings:
        if self.registry is None:
            msg = "registry is needed: units name their images by digest, such as registry: {repository: host/team}"
            raise ValueError(msg)
        return self

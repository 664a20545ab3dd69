"""Quadlet: nothing to set up, and what it can do."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi

from components.core.component import Component
from components.core.reach import Units
from components.targets.quadlet import plan
from components.targets.quadlet.settings import QuadletSettings


class Quadlet(Component, token="targets:Quadlet"):
    """The systemd of the user that this runs as."""

    def __init__(
        self,
        name: str,
        settings: QuadletSettings,
        secrets: Mapping[str, pulumi.Output[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        del secrets  # the user's own `podman login` is what pulls
        self.traits = plan.traits(settings)
        registry = self.traits.registry
        plain = registry.host if registry is not None and not registry.tls else ""
        self.reach = Units("127.0.0.1", plain)
        self.publish()

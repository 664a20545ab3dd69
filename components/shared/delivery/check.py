"""What of a target's delivery hangs on the rest of the stack: its secret is one, its certificate is there."""

from __future__ import annotations

from collections.abc import Mapping

from components.core.errors import SettingsError
from components.core.project import Project
from components.shared import pem
from components.shared.delivery.settings import DeliverySettings
from components.shared.secrets.settings import Source


def check(given: DeliverySettings, path: str, sources: Mapping[str, Source], project: Project) -> None:
    """Check the blocks of the target at `path` against the stack's secrets and the project's files.

    Raises:
        SettingsError: at the first mistake.
    """
    registry, where = given.registry, f"{path}.registry"
    if registry is None:
        return
    if registry.password is not None:
        source = sources.get(registry.password)
        if source is None:
            problem = f"{registry.password!r} is not a secret of this stack"
            raise SettingsError(f"{where}.password", problem, sources, registry.password)
        if source.generate is not None:
            problem = f"{registry.password!r} is generated here, so no registry knows it; use config, env or file"
            raise SettingsError(f"{where}.password", problem)
    if registry.ca is not None:
        pem.read(project.path(registry.ca, f"{where}.ca"), f"{where}.ca")

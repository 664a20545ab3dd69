"""The bases of a stack's images: decided before the program starts, once, and recorded."""

from __future__ import annotations

from components import images, targets
from components.core.project import Project
from components.images import decide as deciding
from infra import settings as infra
from moorage.cli import output


def decide(project: Project, found: infra.Settings, *, refresh: bool = False) -> None:
    """Decide every base that is not recorded yet, or with `refresh` every one anew; each decision is said.

    Raises:
        OperationError: a base can neither be found in a registry nor made on this machine.
    """
    wanted, platform = images.names(found.images, project), targets.traits(*found.target).platform
    deciding.decide(project.root, wanted, output.note, platform=platform, refresh=refresh)

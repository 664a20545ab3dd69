"""The bases of a stack's images: decided before the program starts, once, and recorded."""

from __future__ import annotations

from components import images, targets
from components.core.project import Project
from components.images import cache, lock
from components.images import decide as deciding
from components.images.local.make import Workshop
from infra import settings as infra
from moorage.cli import inspection, output


def decide(project: Project, found: infra.Settings, *, install: bool = False, refresh: bool = False) -> lock.Lock:
    """Decide every base that is not recorded yet, or with `refresh` every one anew; each decision is said.

    `install`: what makes bases may be installed on this machine when it is missing.

    Raises:
        OperationError: a base can neither be found in a registry nor made on this machine.
        SettingsError: the contract of an image that somebody else built does not hold.
    """
    shop = Workshop(cache.folder(), output.note, install)
    traits = targets.traits(*found.target)
    wanted, platforms = images.names(found.images, project), images.platforms(found.images, traits)
    decided = deciding.decide(project.root, wanted, shop, platforms=platforms, refresh=refresh)
    inspection.check(project, found, traits.platform)
    return decided

"""The bases of a stack's images: decided before the program starts, once, and recorded."""

from __future__ import annotations

from components import images, targets
from components.core.project import Project
from components.images import bases, cache, lock, moved
from components.images import decide as deciding
from components.images import outdated as behind
from components.images.local.make import Workshop
from infra import settings as infra
from moorage.cli import inspection, output


def decide(
    project: Project, found: infra.Settings, *, install: bool = False, refresh: bool = False
) -> list[moved.Moved]:
    """Decide every base that is not recorded yet, or with `refresh` every one anew; each decision is said.

    `install`: what makes bases may be installed on this machine when it is missing. What moved is returned.

    Raises:
        OperationError: a base can neither be found in a registry nor made on this machine.
        SettingsError: the contract of an image that somebody else built does not hold.
    """
    shop = Workshop(cache.folder(), output.note, install)
    before = after = lock.read(project.root)
    for platforms, wanted in _by_platforms(project, found).items():
        after = deciding.decide(project.root, wanted, shop, platforms=platforms, refresh=refresh)
    inspection.check(project, found, targets.traits(*found.target).platform)
    return moved.between(before, after, images.names(found.sources, project))


def outdated(project: Project, found: infra.Settings) -> list[behind.Row]:
    """Return for every base whether it is behind, asking for each."""
    return list(behind.rows(lock.read(project.root), images.names(found.sources, project)))


def _by_platforms(project: Project, found: infra.Settings) -> dict[tuple[str, ...], list[bases.Wanted]]:
    """Return the bases by what the images that stand on them are built for."""
    traits = targets.traits(*found.target)
    each: dict[bases.Wanted, set[str]] = {}
    for name, image in found.sources.items():
        for wanted in images.names({name: image}, project):
            each.setdefault(wanted, set()).update(images.platforms({name: image}, traits))
    grouped: dict[tuple[str, ...], list[bases.Wanted]] = {}
    for wanted in sorted(each):
        grouped.setdefault(tuple(sorted(each[wanted])), []).append(wanted)
    return grouped

"""What is sent to the builder: the build context of each image, in a folder of the project that git ignores."""

from __future__ import annotations

import os
import pathlib
import shutil

from components import targets
from components.core.delivery import Buildah
from components.core.errors import SettingsError
from components.images import bound, cache, context, pins, record, staging
from components.images import reasons as explained
from components.images.existing import plan as existing
from components.images.existing.settings import ExistingSettings
from infra import settings as infra
from moorage.cli import preflight
from moorage.cli.selection import Selection


def folder(chosen: Selection) -> pathlib.Path:
    """Return the folder that holds the stack's build contexts, one folder per image."""
    return chosen.project.root / context.FOLDER / chosen.stack


def dockerfile(chosen: Selection, image: str) -> str:
    """Return the Dockerfile of an image as it would be built now; nothing is written.

    Raises:
        SettingsError: the stack file, the source or the base cannot work.
    """
    found: infra.Settings = preflight.load(chosen)
    if image not in found.images:
        raise SettingsError(f"images.{image}", "is not an image of this stack", found.images, image)
    made = _context(chosen, found, image)
    apart = isinstance(targets.traits(*found.target).builder, Buildah)
    return bound.dockerfile(made) if apart else made.dockerfile


def reasons(chosen: Selection, image: str) -> list[tuple[str, str]]:
    """Return each instruction of the Dockerfile of an image, and why it is there; nothing is written.

    Raises:
        SettingsError: the source or the base cannot work, or the image is not built here.
    """
    return explained.of(_context(chosen, preflight.load(chosen), image))


def records(chosen: Selection) -> dict[str, record.Record]:
    """Return what each image of the stack file would be built from now, by name; nothing is written.

    Raises:
        SettingsError: the stack file, a source or a base cannot work.
    """
    found = preflight.load(chosen)
    return {name: recorded(chosen, found, name) for name in found.images}


def key(chosen: Selection, found: infra.Settings, image: str) -> str:
    """Return the key of what an image would be built from now: its tag; nothing is written.

    Raises:
        SettingsError: the source or the base cannot work, or nothing is built.
    """
    return _context(chosen, found, image).key[:12]


def recorded(chosen: Selection, found: infra.Settings, image: str) -> record.Record:
    """Return what an image would be built from now; nothing is written.

    Raises:
        SettingsError: the source or the base cannot work.
    """
    if image in found.pinned:
        return pins.record(found.pinned[image])
    word, given = found.images[image]
    if isinstance(given, ExistingSettings):  # nothing is built
        return existing.record(given, f"images.{image}.{word}", preflight.project(chosen))
    return record.of(_context(chosen, found, image), targets.traits(*found.target))


def _context(chosen: Selection, found: infra.Settings, image: str) -> staging.Context:
    word, given = found.images[image]
    platform = targets.traits(*found.target).platform
    return context.of(image, word, given, preflight.project(chosen), platform, cache.folder(os.environ))


def remove(chosen: Selection) -> None:
    """Remove the stack's build contexts."""
    shutil.rmtree(folder(chosen), ignore_errors=True)

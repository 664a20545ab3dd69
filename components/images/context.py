"""The build context of an image, whatever its kind: what a component stages and the command line prints."""

from __future__ import annotations

import dataclasses
import importlib
import pathlib
from typing import Any

from components.core.contract import ContractSettings
from components.core.errors import SettingsError
from components.core.project import Project
from components.images import bases, contract, labels, lock, record, staging

FOLDER = ".moorage/build"
"""Folder of the project that git ignores; holds what is sent to the builder, by stack and image."""


def of(
    name: str,
    word: str,
    given: ContractSettings,
    project: Project,
    platform: str,
    cache: pathlib.Path,
) -> staging.Context:
    """Return the context of the image `name` of kind `word`; files are read, nothing is written.

    `platform` is what the target runs on (`os/architecture`), `cache` the folder of local bases.

    Raises:
        SettingsError: the source cannot be built, a base is not decided yet, or there is nothing to build.
    """
    if not isinstance(given, contract.ImageSettings):
        raise SettingsError(f"images.{name}.{word}", "is not built here: there is no Dockerfile and no context")
    first, *others = given.platforms or [platform]
    found = _of(name, word, given, project, first, cache)
    for other in others:
        if _of(name, word, given, project, other, cache).key != found.key:
            problem = f"what is installed differs between {first} and {other}, and one build has one context"
            raise SettingsError(f"images.{name}.{word}.platforms", f"{problem}; state one image for each")
    return found


def place(name: str, project: Project) -> pathlib.Path:
    """Return the folder that the context of the image `name` is written to."""
    return project.root / FOLDER / project.scope.stack / name


def folder(given: ContractSettings, path: str, project: Project) -> pathlib.Path:
    """Return the folder of the source; the project's own for an image that is not built.

    Raises:
        SettingsError: it is outside the project, not there, or not a folder.
    """
    if not isinstance(given, contract.ImageSettings):
        return project.root
    return given.folder(path, project)


def plan(word: str) -> Any:
    """Return the plan of a kind: `check`, `names` and `context`."""
    return importlib.import_module(f"components.images.{word.replace('-', '_')}.plan")


def _of(
    name: str, word: str, given: contract.ImageSettings, project: Project, platform: str, cache: pathlib.Path
) -> staging.Context:
    path = f"images.{name}.{word}"
    source = folder(given, path, project)
    base: bases.Base | None = None
    base_name = ""
    stands_on: dict[str, str] = {}
    for wanted in plan(word).names(given, source):
        base_name = wanted.name
        base = lock.read(project.root).base(wanted, cache, f"{path}.base", platforms=(platform,))
        stands_on[wanted.key] = bases.identity(base)[:19]
    said = labels.of(name, base_name, base, project.scope, given.labels)
    found: staging.Context = plan(word).context(given, source, base, path, platform, said)
    text = record.settings({"platform": platform, **given.model_dump(mode="json", exclude_defaults=True)})
    return dataclasses.replace(found, bases=stands_on, settings=text)

"""What images that somebody else built say of themselves: asked once, recorded, and held against what is stated."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any, Final, cast

from components.core.errors import SettingsError
from components.core.project import Project
from components.images import cache, holding, lock, says
from components.images.existing import documents, holds, plan
from components.images.existing.settings import ExistingSettings
from infra import settings as infra
from moorage.cli import output
from moorage.engine.providers import distribution, reference

ACCEPT: Final = ", ".join(
    [
        *documents.INDEXES,
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    ]
)


class _UnknownError(Exception):
    """Nobody tells; the text says why."""


class _AbsentError(Exception):
    """The registry tells: there is none for the platform; the text says for which there is one."""


def check(project: Project, found: infra.Settings, platform: str) -> None:
    """Look at every existing image that nobody has looked at yet, and check its contract; `platform` is the target's.

    Where no registry answers, that is said, and the image is run as it was stated.

    Raises:
        SettingsError: a contract does not hold, or there is no image for the platform.
    """
    for name, (word, given) in found.sources.items():
        if not isinstance(given, ExistingSettings):
            continue
        path = f"images.{name}.{word}"
        if (told := plan.says(given, path, project)) is None:
            pinned = plan.pinned(given, path, project)
            try:
                told = _here(pinned) or _there(pinned, platform)
            except _UnknownError as unknown:
                output.note(f"{path}: {pinned} cannot be looked at ({unknown}); it is run as stated")
                continue
            except _AbsentError as absent:
                raise SettingsError(f"{path}.ref", f"{absent}, and the target runs {platform}") from None
            _record(project, pinned, told)
        holds.check(told, given, path)
        holds.platform(told, platform, given, path)


def _record(project: Project, pinned: str, told: says.Says) -> None:
    with holding.hold(cache.folder(), output.note):
        known = lock.read(project.root)  # another run may have written it in the meantime
        lock.write(project.root, dataclasses.replace(known, inspected={**known.inspected, pinned: told}))


def _here(pinned: str) -> says.Says | None:
    """Return what the engine's own copy says; None: it has none, or there is no engine."""
    try:
        import docker
        import docker.errors
    except ModuleNotFoundError:
        return None
    try:
        client: Any = docker.from_env(timeout=10)
    except docker.errors.DockerException:
        return None
    try:
        found: dict[str, Any] = client.images.get(pinned).attrs
    except (docker.errors.DockerException, OSError):
        return None
    finally:
        client.close()
    return says.of({"os": found["Os"], "architecture": found["Architecture"], "config": found["Config"]})


def _there(pinned: str, platform: str) -> says.Says:
    place = reference.place(pinned)
    registry = distribution.Registry(place.host, _login(place.host))
    try:
        content = _fetch(registry, f"{place.path}/manifests/{place.version}", place.version)
        index = documents.parse(content, documents.Index).images
        if index:
            there = {f"{one.platform.os}/{one.platform.architecture}": one for one in reversed(index)}
            if platform not in there:
                raise _AbsentError(f"is for {', '.join(sorted(there))}")
            digest = there[platform].digest
            content = _fetch(registry, f"{place.path}/manifests/{digest}", digest)
        config = documents.parse(content, documents.Manifest).config
        return says.of(documents.parse(_fetch(registry, f"{place.path}/blobs/{config.digest}", config.digest), object))
    except ValueError as error:
        raise _UnknownError("the registry's answer is none of an image") from error


def _fetch(registry: distribution.Registry, path: str, digest: str) -> bytes:
    try:
        answer = registry.call("GET", path, headers={"Accept": ACCEPT})
    except distribution.UnreachableError as error:
        raise _UnknownError(str(error)) from error
    if answer.status != 200:
        raise _UnknownError(f"{registry.host} answers {answer.status}")
    if f"sha256:{hashlib.sha256(answer.body).hexdigest()}" != digest:
        raise _UnknownError(f"{registry.host} sends another content than {digest}")
    return answer.body


def _login(host: str) -> dict[str, Any] | None:
    """Return the user's own login at a registry, as `docker login` stored it."""
    try:
        from docker import auth, errors
    except ModuleNotFoundError:
        return None
    try:
        asked = None if host == reference.place("hub").host else host  # Docker Hub's login goes by no host
        found = cast("dict[str, Any] | None", cast(Any, auth).load_config().resolve_authconfig(asked))
    except errors.DockerException:
        return None
    return found if found and found.get("username") else None

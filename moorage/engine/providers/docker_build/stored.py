"""Pushed images where they are kept: whether a registry still has them, and their removal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import docker
import docker.auth
import docker.errors

from moorage.engine import values
from moorage.engine.providers import distribution, narrow, protocol, reference
from moorage.engine.providers.docker_build import choices, private


def still_there(
    context: protocol.Context, tags: Sequence[str], digest: str, host: str, credentials: Sequence[values.Values]
) -> list[str]:
    """Return the tags whose registry has them at this digest; a registry that does not answer keeps its tags."""
    api = _connect(host)
    kept: list[str] = []
    for tag in tags:
        pinned = reference.pinned(tag, digest)
        try:
            if pinned:
                api.inspect_distribution(pinned, auth_config=_login(tag, credentials))
            kept.append(tag)
        except docker.errors.NotFound:
            context.log("warning", f"{pinned}: not in its registry any more")
        except docker.errors.APIError as error:
            context.log("warning", f"{pinned}: cannot be looked up, taken as it is recorded: {error.explanation}")
            return list(tags)
    return kept


def digest(tags: Sequence[str], host: str, credentials: Sequence[values.Values]) -> str:
    """Return the digest that the first of these tags has in its registry, empty when none of them is there.

    Raises:
        ProviderError: A registry does not answer.
    """
    api = _connect(host)
    for tag in tags:
        try:
            return str(api.inspect_distribution(tag, auth_config=_login(tag, credentials))["Descriptor"]["digest"])
        except docker.errors.NotFound:
            continue
        except docker.errors.APIError as error:
            raise protocol.ProviderError(f"{tag}: cannot be looked up: {error.explanation}") from error
    return ""


def remove(context: protocol.Context, outputs: values.Values, host: str, credentials: Sequence[values.Values]) -> None:
    """Remove the image's pinned names here and, of one that was pushed, in its registries.

    What cannot be removed is a warning, as many registries do not delete.
    """
    digest = narrow.text(outputs.get("digest"))
    tags = narrow.sequence(outputs.get("tags"))
    pinned = {f"{reference.repository(tag)}@{digest}": tag for tag in tags} if digest else {}
    api = _connect(host)
    _forget(context, api, sorted(pinned) or [*filter(None, [narrow.text(outputs.get("ref"))])], force=True)
    for name, tag in sorted(pinned.items()):
        if not choices.pushed(outputs) or not reference.registry(tag):
            continue
        if why := distribution.remove(tag, digest, login(tag, credentials)):
            context.log("warning", f"{name}: not removed from its registry: {why}")


def forget(context: protocol.Context, tags: Sequence[str], host: str) -> None:
    """Remove tags here; what a container still needs stays, with a warning."""
    _forget(context, _connect(host), tags, force=False)


def _forget(context: protocol.Context, api: Any, names: Sequence[str], *, force: bool) -> None:
    for name in names:
        try:
            api.remove_image(name, force=force)
        except docker.errors.NotFound:
            continue
        except docker.errors.APIError as error:
            context.log("warning", f"{name}: not removed: {error.explanation}")


def login(tag: str, credentials: Sequence[values.Values]) -> dict[str, str] | None:
    """Return the login for a tag's registry: of the last credentials that name it, else what `docker login` stored."""
    own = _login(tag, credentials)
    if own:
        return own
    stored: Any = docker.auth
    kept = stored.load_config().resolve_authconfig(reference.registry(tag) or None)
    return {"username": kept["Username"], "password": kept["Password"]} if kept and kept.get("Username") else None


def _connect(host: str) -> Any:
    return docker.DockerClient(host, use_ssh_client=True).api if host else docker.from_env().api


def _login(tag: str, credentials: Sequence[values.Values]) -> dict[str, str] | None:
    key = private.registry_key(reference.registry(tag))
    for one in reversed(credentials):
        if private.registry_key(one["address"]) == key:
            return {"username": one.get("username") or "", "password": one.get("password") or ""}
    return None

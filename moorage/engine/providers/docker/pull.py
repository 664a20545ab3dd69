"""Finding an image: on the engine, else in its registry."""

from __future__ import annotations

from typing import Any

from moorage.engine.providers.docker import client, registries
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context, ProviderError


def local(engine: client.Engine, name: str) -> dict[str, Any] | None:
    """Return an image of the engine by name, digest or ID, None when it has none such."""
    try:
        with client.one_line(f"image {name}: cannot be read"):
            return engine.inspect_image(name)
    except ProviderError as error:
        if client.missing(error):
            return None
        raise


def find(session: Session, context: Context, name: str, platform: str = "") -> dict[str, Any]:
    """Return an image, pulled when the engine does not have it."""
    found = local(session.engine, name)
    if found is None:
        if name.startswith("sha256:"):
            msg = f"image {name}: the engine does not have it, and an image ID cannot be pulled"
            raise ProviderError(msg)
        _pull(session, context, name, platform)
        found = local(session.engine, name)
    if found is None:
        msg = f"image {name}: pulled, but the engine does not find it"
        raise ProviderError(msg)
    return found


def _pull(session: Session, context: Context, name: str, platform: str) -> None:
    login = registries.credentials(session.registries, name)
    with client.one_line(f"image {name}: cannot be pulled"):
        lines = session.engine.pull(name, stream=True, decode=True, platform=platform or None, auth_config=login)
        for line in lines:
            if line.get("error"):
                msg = f"image {name}: cannot be pulled: {client.plain(line['error'])}"
                raise ProviderError(msg)
            context.status(f"pulling {name}: {line.get('id', '')} {line.get('status', '')}".replace(":  ", ": "))

"""Pushing an image of the engine to its registry, and asking the registry what it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moorage.engine.providers import reference
from moorage.engine.providers.docker import client, records, registries
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context, ProviderError


def push(session: Session, context: Context, name: str, login: dict[str, str] | None) -> str:
    """Push and return the digest (`sha256:...`) that the registry has it under."""
    digest = ""
    with client.one_line(f"image {name}: cannot be pushed"):
        for line in session.engine.push(name, stream=True, decode=True, auth_config=login):
            if line.get("error"):
                msg = f"image {name}: cannot be pushed: {client.plain(line['error'])}"
                raise ProviderError(msg)
            context.status(f"pushing {name}: {line.get('id', '')} {line.get('status', '')}".replace(":  ", ": "))
            digest = str(records.members(line, "aux").get("Digest") or digest)
    return digest or kept(session, name, login)


def kept(session: Session, name: str, login: dict[str, str] | None) -> str:
    """Return the digest that a name has in its registry, empty when it is not there."""
    try:
        with client.one_line(f"image {name}: its registry cannot be asked"):
            return str(session.engine.inspect_distribution(name, auth_config=login)["Descriptor"]["digest"])
    except ProviderError as error:
        if client.missing(error):
            return ""
        raise


def stored_login(name: str) -> dict[str, str] | None:
    """Return what `docker login` stored for a name's registry: the engine's own calls look there by themselves."""
    auth = client.library("docker.auth")
    found: Mapping[str, Any] | None = auth.load_config().resolve_authconfig(reference.registry(name) or None)
    if not found or not found.get("Username"):
        return None
    return {"username": str(found["Username"]), "password": str(found["Password"])}


def login(session: Session, name: str, own: Mapping[str, str] | None) -> dict[str, str] | None:
    """Return the login for a name: the resource's own, else the provider's; None to use what `docker login` stored."""
    if own:
        return {"username": own.get("username") or "", "password": own.get("password") or ""}
    return registries.credentials(session.registries, name)

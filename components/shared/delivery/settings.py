"""The `registry` and `builder` blocks of a target. Data only: a password is a secret's name."""

from __future__ import annotations

import re
from typing import Annotated, Final

import pydantic

from components.core import delivery
from components.core.model import Model, Name

Text = Annotated[str, pydantic.StringConstraints(min_length=1)]

REPOSITORY: Final = re.compile(
    r"(?P<host>[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*(:[0-9]{1,5})?)(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*"
)
HOST: Final = re.compile(r".*[.:].*|localhost")
"""Docker takes the first part of a name for a host when it has a dot or a port: all others are on Docker Hub."""


class RegistrySettings(Model):
    """Where images are pushed, by digest, and pulled from; nothing of a login is in the stack file."""

    repository: Text
    """Host, port if any, and the path below which each image has a repository: `registry.example:5000/team`."""
    username: Text | None = None
    """Who logs in; default: whoever `docker login` stored for the host."""
    password: Name | None = None
    """Name of the secret with the password or token of `username`."""
    ca: Text | None = None
    """PEM file inside the project with the authority that signed the registry's certificate; default: a usual one."""
    plain: Text | None = None
    """Why this registry is spoken to without TLS; a registry on this machine's own loopback address needs no reason."""

    @pydantic.field_validator("repository")
    @classmethod
    def _a_host_first(cls, value: str) -> str:
        found = REPOSITORY.fullmatch(value)
        if found is None or not HOST.fullmatch(found["host"]):
            msg = f"{value!r} should be a host and a path in lower case, such as registry.example:5000/team"
            raise ValueError(msg)
        return value

    @pydantic.model_validator(mode="after")
    def _coherent(self) -> RegistrySettings:
        if (self.username is None) != (self.password is None):
            msg = "username and password belong together; neither: what docker login stored is used"
            raise ValueError(msg)
        if self.ca is not None and self.plain is not None:
            msg = "exactly one of ca and plain can be right: without TLS there is no certificate"
            raise ValueError(msg)
        return self


class BuildahSettings(Model):
    """Buildah, which needs no daemon; it has no options."""


class BuilderSettings(Model):
    """What builds the images: exactly one of the keys."""

    buildkit: Text | None = None
    """Name of a builder that `docker buildx ls` shows: BuildKit in a container, in a cluster or on another machine."""
    buildah: BuildahSettings | None = None
    """Buildah of this machine, without a daemon: `buildah: {}`."""

    @pydantic.model_validator(mode="after")
    def _one(self) -> BuilderSettings:
        given = [key for key in type(self).model_fields if getattr(self, key) is not None]
        if len(given) != 1:
            msg = f"exactly one of {', '.join(type(self).model_fields)} is needed, found {', '.join(given) or 'none'}"
            raise ValueError(msg)
        return self


class DeliverySettings(Model):
    """The part of a target's settings that says how images get there."""

    registry: RegistrySettings | None = None
    """Where images are pushed; default: they stay in the target's own store."""
    builder: BuilderSettings | None = None
    """What builds images; default: the BuildKit that the `docker` command leads to."""


def registry(given: DeliverySettings) -> delivery.Registry | None:
    """Return the registry as the target's traits have it."""
    block = given.registry
    if block is None:
        return None
    return delivery.Registry(
        block.repository, block.username or "", block.password or "", block.ca or "", block.plain or ""
    )


def builder(given: DeliverySettings) -> delivery.Builder:
    """Return the builder as the target's traits have it."""
    block = given.builder
    if block is None:
        return delivery.DEFAULT
    return delivery.BuildKit(block.buildkit) if block.buildkit is not None else delivery.Buildah()

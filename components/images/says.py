"""What an image that was built elsewhere says of itself, from its configuration. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pydantic

from components.core.model import Model


class Says(Model):
    """Plain data, as `images.lock` records it. What is empty the image does not say."""

    platform: str
    """`os/architecture`."""
    user: str = ""
    """User, and group if any, as numbers or names."""
    ports: list[str] = pydantic.Field(default_factory=list)
    """`8080/tcp`, sorted."""
    stop_signal: str = ""
    health: list[str] = pydantic.Field(default_factory=list)
    """`NONE`, or `CMD` and words, or `CMD-SHELL` and a line."""
    volumes: list[str] = pydantic.Field(default_factory=list)
    """Directories that become volumes when nothing is mounted there, sorted."""


def of(image: object) -> Says:
    """Return what an image's configuration says: a document of the OCI's image specification, or Docker's own.

    Raises:
        ValueError: it is no such document.
    """
    document = _mapping(image)
    config = {key.lower(): value for key, value in _mapping(document.get("config")).items()}
    health = _mapping(config.get("healthcheck"))
    try:
        return Says(
            platform=f"{document['os']}/{document['architecture']}",
            user=config.get("user") or "",
            ports=sorted(_mapping(config.get("exposedports"))),
            stop_signal=config.get("stopsignal") or "",
            health=next((value for key, value in health.items() if key.lower() == "test"), None) or [],
            volumes=sorted(_mapping(config.get("volumes"))),
        )
    except (KeyError, pydantic.ValidationError):
        msg = "its configuration is none of an image"
        raise ValueError(msg) from None


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}

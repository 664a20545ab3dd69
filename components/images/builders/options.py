"""Options: what is asked of a builder besides the image itself, secrets looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.core.traits import Traits
from components.images.contract import CacheSettings, ImageSettings, Provenance


@dataclass(frozen=True)
class Options:
    """The same for every kind of image and every builder."""

    password: pulumi.Output[str] | None = None
    """Of the target's registry; None: whatever `docker login` stored."""
    platforms: tuple[str, ...] = ()
    """What the image is for; empty: what the builder itself runs on."""
    cache: CacheSettings | None = None
    sbom: bool = False
    provenance: Provenance = "none"


def of(settings: ImageSettings, traits: Traits, secrets: Mapping[str, pulumi.Output[str]]) -> Options:
    """Return the options of an image; `secrets` are the stack's."""
    registry = traits.registry
    return Options(
        secrets[registry.password] if registry is not None and registry.password else None,
        tuple(settings.platforms),
        settings.cache,
        settings.sbom,
        settings.provenance,
    )

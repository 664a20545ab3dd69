"""What a builder cannot do, known from the stack file alone. Pure.

What only a builder itself can tell (its version, the platforms it emulates) is said by it, when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from components.core import delivery
from components.core.errors import SettingsError
from components.core.traits import Traits
from components.images.contract import ImageSettings


def check(given: ImageSettings, path: str, traits: Traits) -> None:
    """Check that what the image at `path` asks for can be had on its way to the target.

    Raises:
        SettingsError: at the first option that cannot.
    """
    for key, wanted in _asked(given):
        match traits.builder:
            case delivery.BuildKit():
                pass
            case delivery.Buildah():
                raise SettingsError(f"{path}.{key}", f"Buildah makes no {wanted}; the builder buildkit does")
            case _:
                assert_never(traits.builder)
    for key, wanted in _pushed(given):
        if traits.registry is None:
            raise SettingsError(f"{path}.{key}", f"only a registry holds {wanted}; the target has none: state registry")


def _asked(given: ImageSettings) -> Iterator[tuple[str, str]]:
    if given.cache is not None:
        yield "cache", "cache for other machines"
    yield from _pushed(given)


def _pushed(given: ImageSettings) -> Iterator[tuple[str, str]]:
    if len(given.platforms) > 1:
        yield "platforms", "images of several platforms"
    if given.cache is not None and given.cache.inline:
        yield "cache.inline", "an image with its cache in it"
    if given.sbom:
        yield "sbom", "attestations"
    if given.provenance != "none":
        yield "provenance", "attestations"

"""What BuildKit is told, as the Docker command line takes it. Pure.

The resource has typed arguments for caches and exports too, but not for every attribute of every version of BuildKit.
"""

from __future__ import annotations

from collections.abc import Mapping

from components.core.delivery import BuildKit, Registry
from components.images import staging
from components.images.builders.options import Options
from components.images.contract import CacheSettings

CACHE = "cache"
"""Tag of the image that holds an inline cache: of the last push."""


def arguments(given: Mapping[str, str], options: Options) -> dict[str, str]:
    """Return the build arguments: the image's own, and those by which BuildKit itself is told what to do.

    `SOURCE_DATE_EPOCH` dates what the build makes; `BUILDKIT_ATTEST_*` ask for attestations, for which the resource of
    docker-build 0.0.22 has no input (frontend/attestations/parse.go of BuildKit).
    """
    told = {"SOURCE_DATE_EPOCH": str(staging.EPOCH)}
    if options.sbom:
        told["BUILDKIT_ATTEST_SBOM"] = "true"
    if options.provenance != "none":
        told["BUILDKIT_ATTEST_PROVENANCE"] = f"mode={options.provenance}"
    return {**told, **given}


def export(builder: BuildKit, registry: Registry | None) -> str | None:
    """Return the export of a builder that has a name; None: Docker's own, which rewrites no times.

    A builder with a name is a BuildKit of its own. From 0.13 on it gives the files in layers the date that it was told,
    so that the same content has the same digest everywhere; an older one passes over the word.
    """
    if not builder.builder:
        return None
    if registry is None:
        return "type=docker,rewrite-timestamp=true"
    return f"type=registry,rewrite-timestamp=true{_insecure(registry, registry.host)}"


def tags(repository: str, tag: str, options: Options) -> list[str]:
    """Return the names of a build: by its content, and where an inline cache is looked up."""
    inline = options.cache is not None and options.cache.inline
    return [f"{repository}:{tag}", *([f"{repository}:{CACHE}"] if inline else [])]


def cache_from(cache: CacheSettings, repository: str, folder: str, registry: Registry | None) -> str:
    """Return where steps are looked up; `folder` is the local one as the builder's client sees it."""
    if cache.local is not None:
        return f"type=local,src={folder}"
    reference = cache.registry or f"{repository}:{CACHE}"
    return f"type=registry,ref={reference}{_insecure(registry, reference)}"


def cache_to(cache: CacheSettings, folder: str, registry: Registry | None) -> str:
    """Return where steps are kept for others."""
    if cache.inline:
        return "type=inline"
    if cache.local is not None:
        return f"type=local,dest={folder},mode={cache.mode}"
    # As an image's manifest: that is what every registry takes.
    kept = f"type=registry,ref={cache.registry},mode={cache.mode},image-manifest=true,oci-mediatypes=true"
    return f"{kept}{_insecure(registry, cache.registry or '')}"


def _insecure(registry: Registry | None, reference: str) -> str:
    if registry is None or not registry.plain or reference.partition("/")[0] != registry.host:
        return ""
    return ",registry.insecure=true"

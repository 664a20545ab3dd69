"""The documents of an image's archive, as far as they are read.

Sources: the OCI image specification 1.1 (descriptor.md, image-index.md, manifest.md), Docker's image specification 1.2.
"""

from __future__ import annotations

from typing import Annotated, Final, TypeVar

import pydantic

INDEXES: Final = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)

T = TypeVar("T")


class _Document(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True, extra="ignore")


class Platform(_Document):
    """What an image of an index is for."""

    os: str = ""
    architecture: str = ""


class Descriptor(_Document):
    """A blob by its digest."""

    digest: Annotated[str, pydantic.StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
    media_type: Annotated[str, pydantic.Field(alias="mediaType")] = ""
    platform: Platform = Platform()

    @property
    def path(self) -> str:
        """Return its place in an OCI layout."""
        return f"blobs/{self.digest.replace(':', '/')}"


class Index(_Document):
    """`index.json`, and what it may refer to."""

    manifests: list[Descriptor] = pydantic.Field(default_factory=list[Descriptor])

    @property
    def images(self) -> list[Descriptor]:
        """Return the images; attestations are listed there too, for an unknown platform."""
        return [one for one in self.manifests if one.platform.os != "unknown"]


class Manifest(_Document):
    """One image of an OCI layout."""

    config: Descriptor
    layers: list[Descriptor]


class Saved(_Document):
    """One image of Docker's `manifest.json`."""

    config: Annotated[str, pydantic.Field(alias="Config")]
    layers: Annotated[list[str] | None, pydantic.Field(alias="Layers")] = None
    tags: Annotated[list[str] | None, pydantic.Field(alias="RepoTags")] = None


def parse(content: bytes, model: type[T]) -> T:
    """Return a document.

    Raises:
        ValueError: it is none of this kind.
    """
    return pydantic.TypeAdapter(model).validate_json(content)

"""Labels of a built image: whose it is and what it stands on. Nothing that changes by itself, such as a date."""

from __future__ import annotations

from components.core.naming import Scope
from components.images import bases
from components.images.contract import LabelSettings


def of(
    name: str, base_name: str, base: bases.Base | None, scope: Scope, own: LabelSettings | None = None
) -> dict[str, str]:
    """Return the labels of the image `name`, `own` its own; those of the OCI where it has one that fits."""
    found = {"org.opencontainers.image.title": name, **scope.labels()}
    if isinstance(base, bases.Registry):
        found["org.opencontainers.image.base.name"] = base_name
        found["org.opencontainers.image.base.digest"] = base.digest
    elif isinstance(base, bases.Local):
        found["moorage.base"] = f"{base_name} made locally, sha256:{base.root.sha256}"
    said = own.model_dump(exclude_none=True) if own is not None else {}
    return {**found, **{f"org.opencontainers.image.{key}": value for key, value in said.items()}}

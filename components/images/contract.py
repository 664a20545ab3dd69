"""What every kind of image states: the contract, where its source is, and the base it stands on."""

from __future__ import annotations

import pathlib
from typing import Annotated, Literal

import pulumi
import pydantic

from components.core import contract
from components.core.errors import SettingsError
from components.core.model import Like, Model
from components.core.platforms import Platform
from components.core.project import Project

Text = Annotated[str, pydantic.StringConstraints(min_length=1)]


_TAG = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
_PART = r"\.?[A-Za-z0-9_][A-Za-z0-9_.-]*"
Reference = Annotated[
    str, Like(rf"^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+(:{_TAG})?$", "registry.example:5000/team/cache:shop")
]
Folder = Annotated[str, Like(rf"^{_PART}(/{_PART})*$", ".cache/shop, inside the project")]
Provenance = Literal["none", "min", "max"]


class CacheSettings(Model):
    """Where steps that were built once are found by other machines: exactly one of `registry`, `local` and `inline`."""

    registry: Reference | None = None
    """An image reference that holds the cache: `registry.example:5000/team/cache:shop`."""
    local: Folder | None = None
    """A folder inside the project, kept from one run to the next by whoever runs it."""
    inline: Literal[True] | None = None
    """In the pushed image itself, which is also tagged `cache`."""
    mode: Literal["min", "max"] = "min"
    """`min` keeps the steps of the image, `max` those of every stage; an inline cache is always `min`."""

    @pydantic.model_validator(mode="after")
    def _one(self) -> CacheSettings:
        given = [key for key in ("registry", "local", "inline") if getattr(self, key) is not None]
        if len(given) != 1:
            msg = f"exactly one of registry, local and inline is needed, found {', '.join(given) or 'none'}"
            raise ValueError(msg)
        if self.inline and self.mode == "max":
            msg = "an inline cache holds the steps of the image alone; mode max needs registry or local"
            raise ValueError(msg)
        return self


class LabelSettings(Model):
    """What the image says of itself, by the names of the OCI; nothing is read from git or a clock."""

    version: Text | None = None
    """Version of what is packaged, as `org.opencontainers.image.version`."""
    revision: Text | None = None
    """Commit that it was made from, as `org.opencontainers.image.revision`; another one is another image."""
    source: Text | None = None
    """URL of the source, as `org.opencontainers.image.source`."""


class ImageSettings(contract.ContractSettings):
    """The part of an image's settings that all kinds which are built have in common."""

    source: Text
    """Folder of the application, inside the project."""
    files: list[Text] = pydantic.Field(default_factory=list)
    """Globs of what enters the build, relative to `source`; a folder stands for all below it. Default: see the kind."""
    labels: LabelSettings = LabelSettings()
    """What the image says of itself."""
    platforms: list[Platform] = pydantic.Field(default_factory=list[Platform])
    """What it is built for, as `os/architecture`; several need a registry. Default: what the target runs on."""
    cache: CacheSettings | None = None
    """Where else the builder finds steps that are built already. Default: its own cache alone."""
    sbom: bool = False
    """Attest what is in the image, by the scanner of the builder; needs a registry."""
    provenance: Provenance = "none"
    """Attest how it was built; `max` has the Dockerfile and all build arguments too. Needs a registry."""

    def folder(self, path: str, project: Project) -> pathlib.Path:
        """Return the folder of the source.

        Raises:
            SettingsError: it is outside the project, not there, or not a folder.
        """
        found = project.path(self.source, f"{path}.source")
        if not found.is_dir():
            raise SettingsError(f"{path}.source", f"{self.source!r} is not a folder")
        return found


def refuse_http(checks: dict[str, contract.Check], path: str) -> None:
    """Refuse HTTP checks of an image whose content is not ours.

    Raises:
        SettingsError: at the first HTTP check.
    """
    for name, check in checks.items():
        if check.http is not None:
            problem = "an HTTP check needs a client inside the image, which is not known here; state a command"
            raise SettingsError(f"{path}.checks.{name}.http", problem, ["command"])


def image(name: str, reference: pulumi.Output[str], settings: contract.ContractSettings) -> contract.Image:
    """Return an image as workloads see it."""
    return contract.Image(
        name=name,
        reference=reference,
        uid=settings.uid,
        ports=dict(settings.ports),
        probes=probes(settings),
        checks=dict(settings.checks),
        writable=tuple(settings.writable),
        stop_signal=settings.stop_signal,
        command=settings.runs,
    )


def probes(settings: contract.ContractSettings) -> dict[str, contract.Probe]:
    """Return the checks, resolved."""
    return {name: _probe(settings, check) for name, check in settings.checks.items()}


def _probe(settings: contract.ContractSettings, check: contract.Check) -> contract.Probe:
    if check.http is not None:
        port, seconds = settings.ports[check.http.port], check.timeout_seconds
        command = (*settings.asks, str(port), check.http.path, str(seconds))
    else:
        command = tuple(check.command or ())
    return contract.Probe(command, check.interval_seconds, check.timeout_seconds, check.start_seconds, check.retries)

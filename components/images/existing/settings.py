"""Settings of the image kind `existing`. Nothing of the contract is guessed: the image is not ours."""

from __future__ import annotations

import pydantic

from components.core.contract import Argv, Check, ContractSettings, StopSignal
from components.core.model import AbsolutePath, Name, Port
from components.images.contract import Text


class ExistingSettings(ContractSettings):
    """An image in a registry or in a file, and what workloads have to know of it: exactly one of `ref`, `archive`."""

    ref: Text | None = None
    """Name of the image: `repository@sha256:...`, or `repository:tag`, whose digest `images.lock` then records."""
    archive: Text | None = None
    """File of one image inside the project, as `docker save` or `skopeo copy` writes it, not compressed."""
    ports: dict[Name, Port] = pydantic.Field(default=...)
    """Ports that a process listens on, by name: what the image exposes. `{}` states none."""
    checks: dict[Name, Check] = pydantic.Field(default=...)
    """Health checks by name, each a command inside the image; the first one is the image's own. `{}` states none."""
    writable: list[AbsolutePath] = pydantic.Field(default=...)
    """Directories a process writes to, each a size-limited tmpfs; all else is read-only. `[]` states none."""
    volumes: list[AbsolutePath] = pydantic.Field(default_factory=list)
    """Directories on which every workload of this image mounts a volume of its own."""
    stop_signal: StopSignal = pydantic.Field(default=...)
    """The signal that ends the process in good order."""
    command: Argv | None = None
    """What a container runs, in exec form. Default: the image's own."""

    @property
    def runs(self) -> tuple[str, ...]:
        """Return the stated command."""
        return tuple(self.command or ())

    @property
    def mounted(self) -> tuple[str, ...]:
        """Return the directories on which every workload mounts a volume."""
        return tuple(self.volumes)

    @pydantic.model_validator(mode="after")
    def _one_origin(self) -> ExistingSettings:
        if (self.ref is None) == (self.archive is None):
            msg = "exactly one of ref and archive is needed"
            raise ValueError(msg)
        return self

"""Settings of the image kind `dockerfile`. Nothing of the contract is guessed: the Dockerfile is not ours."""

from __future__ import annotations

from typing import Annotated

import pydantic

from components.core.contract import Argv, Check, StopSignal
from components.core.model import AbsolutePath, Name, Port
from components.images.contract import ImageSettings, Text

BASE = "debian:bookworm-slim"

Argument = Annotated[str, pydantic.StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
"""Name of a build argument."""
Id = Annotated[str, pydantic.StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]
"""What a secret mount calls its secret."""


class DockerfileSettings(ImageSettings):
    """A folder with a Dockerfile, and what workloads have to know of the image."""

    dockerfile: Text = "Dockerfile"
    """The Dockerfile, relative to `source`."""
    target: Text | None = None
    """The stage that is the image. Default: the last one."""
    base: Text = BASE
    """What `FROM base` in the Dockerfile means; what the name means is recorded in `images.lock`."""
    args: dict[Argument, str] = pydantic.Field(default_factory=dict)
    """Values of the Dockerfile's `ARG`s. They stay in the image's history: what looks like a secret is refused."""
    secrets: dict[Id, Name] = pydantic.Field(default_factory=dict)
    """Secrets of the stack that `RUN --mount=type=secret,id=...` reads, by that ID; none enters the image."""
    ports: dict[Name, Port] = pydantic.Field(default=...)
    """Ports that a process listens on, by name: what the Dockerfile says under `EXPOSE`. `{}` states none."""
    checks: dict[Name, Check] = pydantic.Field(default=...)
    """Health checks by name, each a command inside the image; the first one is the image's own. `{}` states none."""
    writable: list[AbsolutePath] = pydantic.Field(default=...)
    """Directories a process writes to, each a size-limited tmpfs; all else is read-only. `[]` states none."""
    stop_signal: StopSignal = pydantic.Field(default=...)
    """The signal that ends the process in good order."""
    command: Argv | None = None
    """What a container runs, in exec form. Default: the Dockerfile's own."""

"""Settings of the image kind `dockerfile`. Nothing of the contract is guessed: the Dockerfile is not ours."""

from __future__ import annotations

import pydantic

from components.core.contract import Argv, Check, StopSignal
from components.core.model import Name
from components.images.contract import ImageSettings, Text

BASE = "debian:bookworm-slim"


class DockerfileSettings(ImageSettings):
    """A folder with a Dockerfile, and what workloads have to know of the image."""

    dockerfile: Text = "Dockerfile"
    """The Dockerfile, relative to `source`."""
    base: Text = BASE
    """What `FROM base` in the Dockerfile means; what the name means is recorded in `images.lock`."""
    checks: dict[Name, Check] = pydantic.Field(default=...)
    """Health checks by name, each a command inside the image; the first one is the image's own. `{}` states none."""
    stop_signal: StopSignal = pydantic.Field(default=...)
    """The signal that ends the process in good order."""
    command: Argv | None = None
    """What a container runs, in exec form. Default: the Dockerfile's own."""

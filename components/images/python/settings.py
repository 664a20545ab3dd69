"""Settings of the image kind `python`."""

from __future__ import annotations

from typing import Annotated, Literal

import pydantic

from components.core.contract import Argv
from components.core.model import Name
from components.images.contract import ImageSettings, Text

BASE = "python:3.11-slim-bookworm"
"""Python 3.11 is what Debian 12 carries: the same name can be made from its packages where no registry is."""


class PythonSettings(ImageSettings):
    """A folder with Python source, its locked dependencies and the command that runs it."""

    command: Argv
    """What a container runs, in exec form, from the application's folder; `python` is the environment's own."""
    uid: Annotated[int, pydantic.Field(ge=1, le=65534)] = 10001
    """Numeric user and group of every process; never 0."""
    base: Text = BASE
    """Image with Python that everything stands on; what the name means is recorded in `images.lock`."""
    dependencies: Literal["requirements.txt", "uv.lock", "none"] | None = None
    """Which file of the source lists the dependencies. Default: the one that is there."""
    index: Name | None = None
    """Name of a secret that holds the URL, with credentials, of the package index to use."""
    ca_bundle: Text = "host"
    """Certificates that the build trusts besides the base's: `host`, `none`, or a PEM file inside the project."""

"""Settings of the image kind `python`."""

from __future__ import annotations

from typing import Annotated

import pydantic

from components.core.contract import Argv
from components.core.model import AbsolutePath, Like, Model, Name
from components.images.contract import ImageSettings, Text
from components.images.python import layout

BASE = "python:3.11-slim-bookworm"
"""Python 3.11 is what Debian 12 carries: the same name can be made from its packages where no registry is."""


Package = Annotated[str, Like(r"^[a-z0-9][a-z0-9+.-]+$", "libpq5")]
"""The name of a Debian package, by Debian's policy, section 5.6.1."""


class Packages(Model):
    """Debian packages by name, where an image needs more than Python brings."""

    run: list[Package] = pydantic.Field(default_factory=list)
    """In the image: libraries and programs that the application uses."""
    build: list[Package] = pydantic.Field(default_factory=list)
    """In the build stage alone: compilers and headers for what has no wheel."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


_NAME = {"type": "string", "minLength": 1}
Files = Annotated[
    list[Text],
    pydantic.Field(min_length=1),
    pydantic.BeforeValidator(_listed),
    pydantic.WithJsonSchema({"anyOf": [_NAME, {"type": "array", "items": _NAME, "minItems": 1}]}),
]
"""One file, or several."""


class PythonSettings(ImageSettings):
    """A folder with Python source, its locked dependencies and the command that runs it."""

    command: Argv
    """What a container runs, in exec form, from the application's folder; `python` is the environment's own."""
    uid: Annotated[int, pydantic.Field(ge=1, le=65534)] = 10001
    """Numeric user and group of every process; never 0."""
    base: Text = BASE
    """Image with Python that everything stands on; what the name means is recorded in `images.lock`."""
    dependencies: Files | None = None
    """Which file of the source lists the dependencies: `requirements.txt` or others of pip's (several as a list),
    `uv.lock`, `poetry.lock`, `pylock.toml`, `pyproject.toml`, or `none`. Default: the one that is there."""
    extras: list[Text] = pydantic.Field(default_factory=list)
    """Extras of the project whose dependencies are installed too."""
    groups: list[Text] = pydantic.Field(default_factory=list)
    """Dependency groups of the project that are installed too; those for developers are not, unless named here."""
    member: Text | None = None
    """Which member of the workspace of `uv.lock` the image is of. Default: the project in `source` itself."""
    unlocked: Text | None = None
    """Why versions may depend on the day of the build; without it, prod refuses dependencies that are not pinned."""
    index: Name | None = None
    """Name of a secret that holds the URL, with credentials, of the package index to use."""
    ca_bundle: Text = "host"
    """Certificates that the build trusts besides the base's: `host`, `none`, or a PEM file inside the project."""
    install: bool | None = None
    """Install the project itself, and its workspace members, as packages. Default: when it says how it is built."""
    volumes: list[AbsolutePath] = pydantic.Field(default_factory=list)
    """Directories that belong to `uid`, so that a volume which a workload mounts there can be written."""
    packages: Packages = pydantic.Field(default_factory=Packages)
    """Debian packages that the image needs to run, and that its build stage needs to compile."""

    @property
    def asks(self) -> tuple[str, ...]:
        """Return the probe that every image of this kind has."""
        return layout.HTTP

    @property
    def owned(self) -> tuple[str, ...]:
        """Return the directories in which a volume can be written."""
        return tuple(self.volumes)

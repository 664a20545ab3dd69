"""The image that has the scheduler's program: one of the stack's own, whose source is beside this file."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping
from typing import Final

from components.core.contract import ContractSettings
from components.core.errors import SettingsError
from components.core.project import Project
from components.images.dockerfile.settings import DockerfileSettings
from components.workloads.settings import Workload

NAME: Final = "moorage-cron"
SOURCE: Final = pathlib.Path(__file__).parent / "image"
UID: Final = 10501


class BuiltIn(DockerfileSettings):
    """A Dockerfile that is a part of moorage."""

    def folder(self, path: str, project: Project) -> pathlib.Path:
        """Return the folder in which moorage has it."""
        del path, project
        return SOURCE


def images(
    workloads: Mapping[str, Workload], stated: Mapping[str, ContractSettings]
) -> dict[str, tuple[str, ContractSettings]]:
    """Return the image by its name, as others are: nothing where no workload runs at times.

    Raises:
        SettingsError: an image of the stack has its name.
    """
    if NAME in stated:
        raise SettingsError(f"images.{NAME}", "is the name of an image that moorage builds; choose another")
    if not any(spec.kind == "cron" for spec in workloads.values()):
        return {}
    settings = BuiltIn(
        source=f"built-in/{NAME}",
        files=["Dockerfile"],
        uid=UID,
        ports={},
        checks={},
        writable=[],
        stop_signal="SIGTERM",
    )
    return {NAME: ("dockerfile", settings)}

"""What every kind of image states: the contract, where its source is, and the base it stands on."""

from __future__ import annotations

from typing import Annotated

import pydantic

from components.core import contract
from components.core.errors import SettingsError

Text = Annotated[str, pydantic.StringConstraints(min_length=1)]


class ImageSettings(contract.ContractSettings):
    """The part of an image's settings that all kinds which are built have in common."""

    source: Text
    """Folder of the application, inside the project."""
    files: list[Text] = pydantic.Field(default_factory=list)
    """Globs of what enters the build, relative to `source`; a folder stands for all below it. Default: see the kind."""


def refuse_http(checks: dict[str, contract.Check], path: str) -> None:
    """Refuse HTTP checks of an image whose content is not ours.

    Raises:
        SettingsError: at the first HTTP check.
    """
    for name, check in checks.items():
        if check.http is not None:
            problem = "an HTTP check needs a client inside the image, which is not known here; state a command"
            raise SettingsError(f"{path}.checks.{name}.http", problem, ["command"])


def probes(settings: contract.ContractSettings, http: tuple[str, ...]) -> dict[str, contract.Probe]:
    """Return the checks, resolved; `http` is the program that an HTTP check runs, given port, path and seconds."""
    return {name: _probe(settings, check, http) for name, check in settings.checks.items()}


def _probe(settings: contract.ContractSettings, check: contract.Check, http: tuple[str, ...]) -> contract.Probe:
    if check.http is not None:
        port, seconds = settings.ports[check.http.port], check.timeout_seconds
        command = (*http, str(port), check.http.path, str(seconds))
    else:
        command = tuple(check.command or ())
    return contract.Probe(command, check.interval_seconds, check.timeout_seconds, check.start_seconds, check.retries)

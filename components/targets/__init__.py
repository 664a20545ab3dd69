"""Targets: where workloads run. One folder a kind."""

from __future__ import annotations

import pulumi

from components.core import kinds, validation
from components.core.model import Model
from components.core.reach import Target

PATH = "target"


def settings(block: object) -> tuple[str, Model]:
    """Return the kind's name and its validated settings; no SDK is loaded.

    Raises:
        SettingsError: with the path of the first mistake.
    """
    name, body = kinds.only(block, PATH)
    kind = kinds.find("targets", name, PATH)
    return name, validation.parse(kind.settings, body, f"{PATH}.{name}")


def make(name: str, given: Model, opts: pulumi.ResourceOptions | None = None) -> Target:
    """Return the target of kind `name`."""
    path = f"{PATH}.{name}"
    made: Target = kinds.load(kinds.find("targets", name, PATH), path)(name, given, opts)
    return made

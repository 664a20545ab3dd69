"""Targets: where workloads run. One folder a kind."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import pulumi

from components.core import kinds, validation
from components.core.model import Model
from components.core.project import Project
from components.core.reach import Target
from components.core.traits import Traits
from components.core.ways import Ways
from components.shared.delivery import check as delivery
from components.shared.delivery.settings import DeliverySettings
from components.shared.secrets.settings import Source

PATH = "target"


def settings(block: object) -> tuple[str, Model]:
    """Return the kind's name and its validated settings; no SDK is loaded.

    Raises:
        SettingsError: with the path of the first mistake.
    """
    name, body = kinds.only(block, PATH)
    kind = kinds.find("targets", name, PATH)
    return name, validation.parse(kind.settings, body, f"{PATH}.{name}")


def traits(name: str, given: Model) -> Traits:
    """Return what the target of kind `name` can do: plain data, known before anything of it exists."""
    found: Traits = importlib.import_module(f"components.targets.{name.replace('-', '_')}.plan").traits(given)
    return found


def ways(name: str) -> Ways:
    """Return how the target of kind `name` does what workloads ask for, in words."""
    found: Ways = importlib.import_module(f"components.targets.{name.replace('-', '_')}.plan").WAYS
    return found


def check(name: str, given: Model, sources: Mapping[str, Source], project: Project) -> None:
    """Check what of the target's settings hangs on the stack's secrets and the project's files.

    Raises:
        SettingsError: at the first mistake.
    """
    if isinstance(given, DeliverySettings):
        delivery.check(given, f"{PATH}.{name}", sources, project)


def make(
    name: str, given: Model, secrets: Mapping[str, pulumi.Output[str]], opts: pulumi.ResourceOptions | None = None
) -> Target:
    """Return the target of kind `name`; `secrets` are the stack's."""
    path = f"{PATH}.{name}"
    made: Target = kinds.load(kinds.find("targets", name, PATH), path)(name, given, secrets, opts)
    return made

"""Targets: where workloads run. One folder a kind."""

from __future__ import annotations

import importlib

import pulumi

from components.core import kinds, validation
from components.core.model import Model
from components.core.reach import Target
from components.core.traits import Traits

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


def make(name: str, given: Model, opts: pulumi.ResourceOptions | None = None) -> Target:
    """Return the target of kind `name`."""
    path = f"{PATH}.{name}"
    made: Target = kinds.load(kinds.find("targets", name, PATH), path)(name, given, opts)
    return made

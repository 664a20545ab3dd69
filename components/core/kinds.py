"""Kind: one tool, by the word a user writes. The folder is the registration."""

from __future__ import annotations

import importlib
import pathlib
from dataclasses import dataclass
from typing import Any, cast

from components.core.errors import SettingsError
from components.core.model import Model


@dataclass(frozen=True)
class Kind:
    """What a tool's package says of itself; importing it imports no SDK."""

    settings: type[Model]
    component: str
    """`module:Class`, loaded only after the settings are known to be valid."""
    extra: str = ""
    """The extra of this project that brings the SDK."""
    operations: str = ""
    """Module with what happens outside a deployment (`check`, `connect`), if there is any."""


def names(category: str) -> list[str]:
    """Return the words a user may write for `category`, by listing folders; nothing is imported."""
    folder = pathlib.Path(__file__).parent.parent / category
    return sorted(path.parent.name.replace("_", "-") for path in folder.glob("*/settings.py"))


def find(category: str, name: str, path: str) -> Kind:
    """Return the kind called `name`.

    Raises:
        SettingsError: at `path`, naming the known ones.
    """
    known = names(category)
    if name not in known:
        raise SettingsError(f"{path}.{name}", f"unknown {category.removesuffix('s')}", known, name)
    return importlib.import_module(f"components.{category}.{name.replace('-', '_')}").kind


def load(kind: Kind, path: str) -> Any:
    """Return the kind's class.

    Raises:
        SettingsError: its SDK is not installed; the line says how to get it.
    """
    module, name = kind.component.split(":")
    try:
        return getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as missing:
        if missing.name is None or not missing.name.startswith("pulumi_"):
            raise
        raise SettingsError(path, f"needs its SDK: pip install -e '.[{kind.extra}]'") from None


def operations(kind: Kind) -> Any:
    """Return the module of the kind's operations, None when it has none."""
    return importlib.import_module(kind.operations) if kind.operations else None


def only(block: object, path: str) -> tuple[str, object]:
    """Return the single `{kind: settings}` entry of a block.

    Raises:
        SettingsError: not a mapping, or not exactly one key.
    """
    if not isinstance(block, dict):
        raise SettingsError(path, "should be a mapping with exactly one key, the kind")
    entries = cast(dict[str, object], block)
    if len(entries) != 1:
        found = ", ".join(sorted(str(key) for key in entries)) or "none"
        raise SettingsError(path, f"exactly one kind is needed, found {found}")
    return next(iter(entries.items()))

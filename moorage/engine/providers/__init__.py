"""The providers that the embedded engine has, one folder per package; `find` is the only way in."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Protocol, cast

from moorage.engine.providers import simulated
from moorage.engine.providers.protocol import Provider, ProviderError

_KINDS = ("plugin", "simulated")
"""Folders that are ways to a package rather than packages."""


class _Package(Protocol):
    provider: Callable[[], Provider]


def names() -> list[str]:
    """Return the packages there are, sorted, as programs name them (`docker-build`, not `docker_build`)."""
    folders = [module.name for module in pkgutil.iter_modules(__path__) if module.ispkg and module.name not in _KINDS]
    return sorted(name.replace("_", "-") for name in folders)


def find(package: str) -> Provider:
    """Make the provider of a package, not yet configured; imports that package's folder and no other."""
    known = names()
    if package not in known:
        msg = f"package {package}: the embedded engine has {', '.join(known)}; install the Pulumi CLI for others"
        raise ProviderError(msg)
    folder = importlib.import_module(f"{__name__}.{package.replace('-', '_')}")
    return cast("_Package", folder).provider()


def find_or_simulate(package: str) -> Provider:
    """Make the provider of a package, or for one that is nowhere what answers previews in its place."""
    return find(package) if package in names() else simulated.provider(package)

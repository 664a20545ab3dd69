"""The providers that the embedded engine has, one folder per package; `find` is the only way in."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable, Sequence
from typing import Final, Protocol, cast

from moorage.engine.providers import simulated
from moorage.engine.providers.plugin import places
from moorage.engine.providers.protocol import Provider, ProviderError

_KINDS = ("plugin", "simulated")
"""Folders that are ways to a package rather than packages."""

PLUGINS: Final = "MOORAGE_PLUGINS"
"""The variable that names packages whose installed plugins are used rather than the engine's own providers."""


class _Package(Protocol):
    provider: Callable[[], Provider]


def names() -> list[str]:
    """Return the packages there are, sorted, as programs name them (`docker-build`, not `docker_build`)."""
    folders = [module.name for module in pkgutil.iter_modules(__path__) if module.ispkg and module.name not in _KINDS]
    return sorted(name.replace("_", "-") for name in folders)


def has(package: str) -> bool:
    """Say whether there is a provider of a package, here or as an installed plugin."""
    return package in names() or places.find(package) is not None


def find(package: str) -> Provider:
    """Make the provider of a package, not yet configured.

    It is the engine's own, whose folder alone is imported, or that of an installed plugin: of a package that the engine
    does not have, or that `MOORAGE_PLUGINS` names (names with commas between them).

    Raises:
        ProviderError: there is none.

    """
    known = names()
    wanted = package in _preferred()
    if package in known and not wanted:
        folder = importlib.import_module(f"{__name__}.{package.replace('-', '_')}")
        return cast("_Package", folder).provider()
    if places.find(package) is None:
        raise ProviderError(_nowhere(package, known, wanted=wanted))
    from moorage.engine.providers.plugin import launch

    return launch.provider(package)


def _preferred() -> list[str]:
    return [name.strip() for name in os.environ.get(PLUGINS, "").split(",")]


def _nowhere(package: str, known: Sequence[str], *, wanted: bool) -> str:
    installed = sorted({place.package for place in places.installed()})
    there = f"installed plugins: {', '.join(installed)}" if installed else "no plugin is installed"
    if wanted:
        return f"package {package}: {PLUGINS} names it, and its plugin pulumi-resource-{package} is nowhere; {there}"
    return f"package {package}: the embedded engine has {', '.join(known)}; {there}; install the Pulumi CLI for others"


def find_or_simulate(package: str) -> Provider:
    """Make the provider of a package, or for one that is nowhere what answers previews in its place."""
    return find(package) if has(package) else simulated.provider(package)

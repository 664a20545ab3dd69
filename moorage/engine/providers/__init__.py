"""The providers that the embedded engine has, one folder per package; `find` is the only way in."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Protocol, cast

from moorage.engine.providers.protocol import Provider, ProviderError


class _Package(Protocol):
    provider: Callable[[], Provider]


def names() -> list[str]:
    """Return the packages there are, sorted, as programs name them (`docker-build`, not `docker_build`)."""
    folders = [module.name for module in pkgutil.iter_modules(__path__) if module.ispkg and module.name != "plugin"]
    return sorted(name.replace("_", "-") for name in folders)


def find(package: str) -> Provider:
    """Make the provider of a package, not yet configured; imports that package's folder and no other."""
    known = names()
    if package not in known:
        msg = f"package {package}: the embedded engine has no such provider, it has {', '.join(known)}"
        raise ProviderError(msg)
    folder = importlib.import_module(f"{__name__}.{package.replace('-', '_')}")
    return cast("_Package", folder).provider()

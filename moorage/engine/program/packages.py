"""Packages that a program registers once and then asks for by reference, as newer generated SDKs do."""

from __future__ import annotations

import threading
import uuid
from typing import Any, Protocol

from moorage.engine.deploy import goal, registry


class Asking(Protocol):
    """What every request says of the plugin that serves it."""

    version: str
    pluginDownloadURL: str  # noqa: N815 -- the wire's name
    packageRef: str  # noqa: N815 -- the wire's name

    @property
    def pluginChecksums(self) -> Any:  # noqa: N802 -- the wire's name
        """Return hashes by platform."""
        ...


class Packages:
    """References to packages; the same package has one. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._references: dict[registry.Package, str] = {}

    def register(self, request: Any) -> str:
        """Return the reference of a package.

        Raises:
            goal.GoalError: it is made by parameters, of which the providers here know nothing.
        """
        for kind in ("parameterization", "extension"):
            if request.HasField(kind):
                made = getattr(request, kind)
                raise goal.GoalError(
                    f"package {made.name}: the embedded engine does not support parameterized packages "
                    f"({made.name} is made by plugin {request.name})"
                )
        package = registry.Package(
            request.name, request.version.removeprefix("v"), request.download_url, _hex(request.checksums)
        )
        with self._lock:
            return self._references.setdefault(package, str(uuid.uuid4()))

    def wanted(self, name: str, request: Asking) -> registry.Package:
        """Return the package that a request asks for, by reference or in its own fields.

        Raises:
            goal.GoalError: the reference is unknown.
        """
        if not request.packageRef:
            url = request.pluginDownloadURL.removesuffix("/")
            return registry.Package(name, request.version.removeprefix("v"), url, _hex(request.pluginChecksums))
        with self._lock:
            for package, reference in self._references.items():
                if reference == request.packageRef:
                    return package
        raise goal.GoalError(f"unknown provider package '{request.packageRef}'")


def _hex(checksums: Any) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((platform, digest.hex()) for platform, digest in checksums.items()))

"""What the proxy of a service serves, from the service's image and specification. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from components.core.contract import Check, Image
from components.workloads.settings import Workload

Document: TypeAlias = dict[str, Any]
"""What `proxyctl serve` reads; see `image/proxyctl/document.py`."""


def mode(checks: Mapping[str, Check], port: str) -> Literal["http", "tcp"]:
    """Return what a port speaks: HTTP when one of the image's checks asks it so."""
    return "http" if _path(checks, port) is not None else "tcp"


def document(image: Image, spec: Workload, servers: Sequence[str], drain_seconds: int) -> Document:
    """Return the document of a service's proxy, which listens on every port of the image.

    `servers` are the names of the containers that serve; none: callers wait.
    """
    return {
        "listeners": [
            {
                "port": number,
                "mode": mode(image.checks, port),
                "tls": None,
                "routes": [{"hosts": [], "backend": port}],
            }
            for port, number in sorted(image.ports.items())
        ],
        "backends": {
            port: {
                "mode": mode(image.checks, port),
                "port": number,
                "servers": list(servers),
                "check": _asked(image, spec, port),
            }
            for port, number in sorted(image.ports.items())
        },
        "drain_seconds": drain_seconds,
    }


def _asked(image: Image, spec: Workload, port: str) -> dict[str, str] | None:
    """Return the request that tells whether a replica is well: that of the workload's own check before any other."""
    own = {spec.check: image.checks[spec.check]} if spec.check else {}
    path = _path({**own, **image.checks}, port)
    return None if path is None else {"path": path}


def _path(checks: Mapping[str, Check], port: str) -> str | None:
    found = (check.http.path for check in checks.values() if check.http is not None and check.http.port == port)
    return next(found, None)

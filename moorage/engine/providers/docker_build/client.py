"""The Docker client that builds: the first on PATH with buildx, else the first that has BuildKit built in."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from moorage.engine.providers import protocol

_BUILT_IN = range(19, 23)
"""Major versions of the client with BuildKit of its own: 18.09 brought it on trial, 23.0 left it to buildx."""
_PATIENCE = 20
"""seconds for a client to tell its version"""


@dataclass(frozen=True)
class Client:
    """A client that can build. `buildx` is its version (`0.12`), None for one that builds by itself."""

    path: str
    version: str
    buildx: tuple[int, int] | None


def find(environment: Mapping[str, str]) -> Client:
    """Return the client to build with.

    Raises:
        ProviderError: None can; the text names each that was found, and what it lacks.
    """
    found = [_probe(path, environment) for path in _candidates(environment)]
    for one in (*(client for client in found if client.buildx), *(client for client in found if not client.buildx)):
        if one.buildx or _major(one.version) in _BUILT_IN:
            return one
    seen = ", ".join(f"{one.path} ({one.version or 'does not run'}) without buildx" for one in found) or "none on PATH"
    raise protocol.ProviderError(f"no Docker client here can build with BuildKit: install docker-buildx; found {seen}")


def _candidates(environment: Mapping[str, str]) -> Iterator[str]:
    seen: set[Path] = set()
    for folder in environment.get("PATH", os.defpath).split(os.pathsep):
        path = Path(folder or ".") / "docker"
        if os.access(path, os.X_OK) and path.is_file() and path.resolve() not in seen:
            seen.add(path.resolve())
            yield str(path)


def _probe(path: str, environment: Mapping[str, str]) -> Client:
    plugin = re.search(r"\bv?(\d+)\.(\d+)\.\d+", _said([path, "buildx", "version"], environment))
    version = _said([path, "version", "--format", "{{.Client.Version}}"], environment).strip()
    return Client(path, version, (int(plugin[1]), int(plugin[2])) if plugin else None)


def _said(argv: list[str], environment: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a client found on PATH
            argv, env=dict(environment), capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    # `version` fails without a daemon, but says its own version first.
    return done.stdout if done.returncode == 0 or argv[1] == "version" else ""


def _major(version: str) -> int:
    return int(version.split(".")[0]) if version.split(".")[0].isdigit() else 0

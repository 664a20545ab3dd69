"""BuildKit: a builder that buildx knows by name, or the one inside a Docker engine; what either can do.

What a version can do is from BuildKit's docs/build-repro.md (timestamps of files since 0.13) and its release notes
(attestations since 0.11); what the engine's own cannot is from Docker's pages on cache backends and attestations.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from typing import Any, Final

from components.core.operations import Finding
from components.shared.builders import abilities

ATTESTS: Final = (0, 11)
REWRITES: Final = (0, 13)
"""First versions with attestations, and with `rewrite-timestamp`."""

_FIELD: Final = re.compile(r"^(?P<name>[A-Z][A-Za-z ]*?):\s+(?P<value>.*\S)", re.MULTILINE)
_VERSION: Final = re.compile(r"v?(\d+)\.(\d+)")


def named(name: str, client: str) -> list[Finding]:
    """Return what a builder of this name can do; `client` is a docker command with the buildx plugin."""
    try:
        done = subprocess.run(  # noqa: S603 - a program that was found, and a word of the stack file
            [client, "buildx", "inspect", "--", name], capture_output=True, text=True, timeout=60, check=False
        )
        said, failed = done.stdout, (done.stderr.strip().splitlines() or ["no answer"])[-1] if done.returncode else ""
    except (OSError, subprocess.TimeoutExpired) as error:
        said, failed = "", str(error)
    if failed:
        create = f"docker buildx create --name {name} --driver docker-container --bootstrap"
        return [Finding(abilities.SUBJECT, "missing", f"buildx has no builder {name}: {failed}", (create,))]
    return _rows(name, _fields(said))


def engine(version: str, facts: Mapping[str, Any]) -> list[Finding]:
    """Return what the BuildKit inside a Docker engine can do; `facts` are the engine's own."""
    stored = any("containerd" in str(value) for pair in facts.get("DriverStatus") or () for value in pair)
    if stored:
        able = abilities.Abilities(
            platforms="several an image, emulated where QEMU is registered",
            caches="exported to a registry, a folder or into the image",
            attestations="SBOM and provenance",
            digests="yes, from BuildKit 0.13: times are rewritten",
        )
    else:
        able = abilities.Abilities(
            platforms=f"this engine's alone ({facts.get('OSType', 'linux')}/{facts.get('Architecture', 'unknown')})",
            caches="in the engine; exported into the image only",
            attestations="none without the containerd image store; a builder of its own can (target.docker.builder)",
            digests="no: times of files differ, so two builds of one content have two IDs; Buildah can, or a builder "
            "with BuildKit 0.13",
        )
    return abilities.rows(f"BuildKit of Docker {version}", able)


def _rows(name: str, fields: Mapping[str, str]) -> list[Finding]:
    said = fields.get("BuildKit version") or fields.get("Buildkit") or "of unknown version"
    found = _VERSION.match(said)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    able = abilities.Abilities(
        platforms=fields.get("Platforms", "unknown").replace("*", ""),
        caches="exported to a registry, a folder or into the image",
        attestations="SBOM and provenance" if version >= ATTESTS else "none: BuildKit 0.11 is the first with them",
        digests="yes: times are rewritten" if version >= REWRITES else "no: BuildKit 0.13 is the first that can",
    )
    return abilities.rows(f"BuildKit {said}, builder {name} ({fields.get('Driver', 'unknown')} driver)", able)


def _fields(said: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _FIELD.finditer(said):
        found.setdefault(match["name"], match["value"])
    return found

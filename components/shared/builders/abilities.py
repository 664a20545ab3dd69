"""Abilities: what a builder can do besides building, in the words that `moorage doctor` shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from components.core.operations import Finding

SUBJECT: Final = "builder"


@dataclass(frozen=True)
class Abilities:
    """Each a phrase that says what there is, or that there is none and why."""

    platforms: str
    caches: str
    attestations: str
    digests: str


def rows(found: str, abilities: Abilities) -> list[Finding]:
    """Return the builder that was found and one row for each ability."""
    return [
        Finding(SUBJECT, "ok", found),
        Finding("build platforms", "ok", abilities.platforms),
        Finding("build cache", "ok", abilities.caches),
        Finding("attestations", "ok", abilities.attestations),
        Finding("same digest", "ok", abilities.digests),
    ]

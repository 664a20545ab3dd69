"""Scanners that look for known vulnerabilities in an image: which are known, and how each one is asked. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""From the least to the worst."""


@dataclass(frozen=True)
class Scanner:
    """A program, and its words for a table and for JSON; `{image}` stands for the image's ID or reference."""

    program: str
    table: tuple[str, ...]
    document: tuple[str, ...]


SCANNERS: Final = (
    Scanner("trivy", ("image", "--quiet", "{image}"), ("image", "--quiet", "--format", "json", "{image}")),
    Scanner("grype", ("--quiet", "docker:{image}"), ("--quiet", "--output", "json", "docker:{image}")),
)
"""In the order in which they are looked for."""


def words(template: Sequence[str], image: str) -> list[str]:
    """Return the words of a call."""
    return [word.replace("{image}", image) for word in template]


def counts(program: str, text: str) -> dict[Severity, int]:
    """Return how many findings of each severity a scanner's JSON holds; other severities are not counted.

    Raises:
        ValueError: it is not what the scanner is known to print.
    """
    try:
        document: Any = json.loads(text)
        match program:
            case "trivy":
                found = _trivy(document)
            case "grype":
                found = _grype(document)
            case _:
                msg = f"{program} is not a scanner that is known"
                raise ValueError(msg)
    except (KeyError, TypeError) as error:
        msg = f"it is no report of {program}'s ({error})"
        raise ValueError(msg) from error
    lower = [severity.lower() for severity in found]
    return {severity: lower.count(severity) for severity in SEVERITIES}


def reached(found: dict[Severity, int], least: Severity) -> int:
    """Return how many findings are as bad as `least`, or worse."""
    return sum(found[severity] for severity in SEVERITIES[SEVERITIES.index(least) :])


def _trivy(document: Any) -> list[str]:
    """Read `types.Report` of trivy: an empty list is left out, or null."""
    _ = document["SchemaVersion"]  # of every report; results are left out where there is nothing to look at
    results: list[dict[str, Any]] = document.get("Results") or []
    return [str(each["Severity"]) for one in results for each in one.get("Vulnerabilities") or ()]


def _grype(document: Any) -> list[str]:
    """Read `models.Document` of grype."""
    matches: list[dict[str, Any]] = document["matches"]
    return [str(each["vulnerability"]["severity"]) for each in matches]

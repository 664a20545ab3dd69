"""Whether a container that should become healthy did, may still, or never will. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moorage.engine.providers.docker import records

LOOP = 3
"""Restarts by Docker that count as a crash loop: one may wait for a neighbour, three do not."""


def reason(inspected: Mapping[str, Any], before: int = 0) -> str | None:
    """Return why it never will be healthy, empty when it is, None while it may become so.

    `before` is how often Docker had restarted it when the waiting began.
    """
    state = records.members(inspected, "State")
    status, code = state.get("Status"), state.get("ExitCode") or 0
    again = restarts(inspected) - before
    if again >= LOOP and health(inspected) != "healthy":
        return f"keeps crashing: restarted {again} times, last exit code {code}{_oom(state)}"
    if status in ("exited", "dead"):
        return f"exited with code {code} before it was healthy{_oom(state)}"
    if status == "restarting":
        return None
    if not _tested(inspected):
        return "has wait, but neither it nor its image has a health check"
    match health(inspected):
        case "healthy":
            return ""
        case "unhealthy":
            return "is unhealthy"
        case _:
            return None


def restarts(inspected: Mapping[str, Any]) -> int:
    """Return how often Docker restarted it since somebody started it."""
    return int(inspected.get("RestartCount") or 0)


def health(inspected: Mapping[str, Any]) -> str:
    """Return Docker's word for the health: starting, healthy, unhealthy, none."""
    return records.members(records.members(inspected, "State"), "Health").get("Status") or "none"


def _tested(inspected: Mapping[str, Any]) -> bool:
    tests = records.texts(records.members(records.members(inspected, "Config"), "Healthcheck"), "Test")
    return bool(tests) and tests != ["NONE"]


def _oom(state: Mapping[str, Any]) -> str:
    return " (out of memory)" if state.get("OOMKilled") else ""

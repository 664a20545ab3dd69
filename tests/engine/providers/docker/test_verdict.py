"""Whether waiting goes on, and why it does not."""

from __future__ import annotations

from typing import Any

import pytest

from moorage.engine.providers.docker.container import verdict


def container(
    health: str = "starting", tests: list[str] | None = None, restarts: int = 0, **state: Any
) -> dict[str, Any]:
    """Return what Docker says of a container, as far as it matters here."""
    return {
        "RestartCount": restarts,
        "Config": {"Healthcheck": {"Test": ["CMD", "x"] if tests is None else tests}},
        "State": {"Status": "running", "Running": True, "ExitCode": 0, "Health": {"Status": health}, **state},
    }


@pytest.mark.parametrize(
    ("inspected", "reason"),
    [
        (container(), None),
        (container("healthy"), ""),
        (container("unhealthy"), "is unhealthy"),
        (container(Status="exited", ExitCode=3), "exited with code 3 before it was healthy"),
        (
            container(Status="exited", ExitCode=137, OOMKilled=True),
            "exited with code 137 before it was healthy (out of memory)",
        ),
        (container(Status="restarting", ExitCode=1, restarts=1), None),
        (
            container(Status="restarting", ExitCode=1, restarts=3),
            "keeps crashing: restarted 3 times, last exit code 1",
        ),
        (container("healthy", restarts=3), ""),
        (container(tests=[]), "has wait, but neither it nor its image has a health check"),
        (container(tests=["NONE"]), "has wait, but neither it nor its image has a health check"),
    ],
)
def test_reason(inspected: dict[str, Any], reason: str | None) -> None:
    """None goes on, empty is healthy, anything else ends the wait at once."""
    assert verdict.reason(inspected) == reason


def test_restarts_of_long_ago() -> None:
    """Restarts from before the wait are no crash loop."""
    assert verdict.reason(container(Status="restarting", ExitCode=1, restarts=5), before=3) is None
    assert verdict.reason(container(Status="restarting", ExitCode=1, restarts=6), before=3) is not None

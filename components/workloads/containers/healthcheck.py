"""A container's health check, in the words that Docker gives back: else each refresh would find it changed."""

from __future__ import annotations

import pulumi_docker as docker

from components.core.contract import Probe


def of(probe: Probe | None) -> docker.ContainerHealthcheckArgs:
    """Return the health check; `NONE` switches off the image's own, which may not fit another command."""
    if probe is None:
        # Each number is given: Docker fills one that is missing or 0 from the image's own check.
        return docker.ContainerHealthcheckArgs(
            tests=["NONE"], interval=duration(1), timeout=duration(1), start_period=duration(1), retries=1
        )
    return docker.ContainerHealthcheckArgs(
        tests=["CMD", *probe.command],
        interval=duration(probe.interval),
        timeout=duration(probe.timeout),
        start_period=duration(probe.start),
        retries=probe.retries,
    )


def duration(seconds: int) -> str:
    """Return a duration as Docker prints it: `1m0s`, not `60s`; 0 is a millisecond, as Docker takes 0 for not given."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h{minutes}m{rest}s"
    if minutes:
        return f"{minutes}m{rest}s"
    return f"{rest}s" if rest else "1ms"

"""Waiting until a container is healthy, on Docker's events: what fails, fails at once and says why."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

from moorage.engine.providers.docker import client, records
from moorage.engine.providers.docker.container import verdict
from moorage.engine.providers.protocol import Context

EVENTS = ["start", "die", "oom", "destroy", "health_status"]


def healthy(engine: client.Engine, context: Context, identity: str, seconds: float) -> str:
    """Return the reason why a started container does not become healthy within `seconds`, empty when it does."""
    deadline = time.monotonic() + seconds
    with client.one_line(f"container {context.name}: cannot be watched"):
        events = engine.events(filters={"container": [identity], "event": EVENTS}, decode=True)
        # Events block: the timer ends them from outside, and the loop below then sees the deadline.
        alarm = threading.Timer(seconds, events.close)
        alarm.daemon = True
        alarm.start()
        try:
            inspected = engine.inspect_container(identity)
            while (reason := verdict.reason(inspected)) is None:
                context.status(f"waiting until healthy ({verdict.health(inspected)})")
                if next(events, None) is None or time.monotonic() > deadline:
                    reason = verdict.reason(engine.inspect_container(identity))
                    return f"is not healthy after {seconds:g} seconds" if reason is None else reason
                inspected = engine.inspect_container(identity)
            return reason
        finally:
            alarm.cancel()
            events.close()


def seconds(context: Context, inputs: Mapping[str, Any]) -> float:
    """Return how long to wait: the resource's own time-out before the container's `waitTimeout`."""
    return context.timeout or float(inputs.get("waitTimeout") or 0)


def last_words(engine: client.Engine, identity: str, inspected: Mapping[str, Any]) -> str:
    """Return the last log lines of a container and of its health check, indented, each on a line of its own."""
    logged = bytes(engine.logs(identity, tail=10)).decode(errors="replace").splitlines()
    probes = records.objects(records.members(records.members(inspected, "State"), "Health"), "Log")
    probe = str(probes[-1].get("Output") or "").strip() if probes else ""
    lines = [*logged, *([f"health check: {client.plain(probe)}"] if probe else [])]
    return "".join(f"\n  {line}" for line in lines)
